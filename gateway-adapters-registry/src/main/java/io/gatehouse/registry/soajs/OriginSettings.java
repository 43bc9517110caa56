package io.gatehouse.registry.soajs;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Which web pages may call: {@code cors} of the environment, with the defaults of SOAJS. */
final class OriginSettings {

    private static final String ANY = "*";
    private static final String USUAL_METHODS = "GET,HEAD,PUT,PATCH,POST,DELETE";
    private static final String USUAL_HEADERS = "__env,key,soajsauth,Keep-Alive,User-Agent,X-Requested-With,"
            + "If-Modified-Since,Cache-Control,Content-Type";
    private static final long USUAL_AGE_SECONDS = 1_728_000;

    private OriginSettings() {}

    static void add(Fields cors, MappingBuilder policy) {
        if (!cors.flag("enabled")) {
            return;
        }
        List<String> origins = list(cors, "origin", ANY);
        List<String> headers = list(cors, "headers", USUAL_HEADERS);
        boolean wanted = !"false".equals(String.valueOf(cors.raw("credentials")));
        boolean open = origins.contains(ANY) || headers.contains(ANY);
        if (wanted && open) {
            cors.notice("credentials", "credentials for pages of any origin", "answers are sent without credentials");
        }
        Long age = cors.raw("maxage") instanceof String ? age(cors) : cors.whole("maxage");
        policy.put(
                "cors",
                new MappingBuilder(cors.origin())
                        .texts("origins", lower(origins))
                        .texts("methods", upper(list(cors, "methods", USUAL_METHODS)))
                        .texts("headers", headers)
                        .texts("expose-headers", headers)
                        .flag("credentials", wanted && !open)
                        .text("max-age", (age == null || age <= 0 ? USUAL_AGE_SECONDS : age) + "s"));
    }

    private static Long age(Fields cors) {
        String digits = String.valueOf(cors.raw("maxage"));
        return digits.matches("[0-9]{1,9}") ? Long.valueOf(digits) : Long.valueOf(USUAL_AGE_SECONDS);
    }

    private static List<String> list(Fields cors, String field, String usual) {
        if (cors.raw(field) instanceof List<?>) {
            List<String> texts = cors.texts(field);
            return texts == null ? List.of() : texts;
        }
        String text = cors.text(field);
        String written = text == null || text.isBlank() ? usual : text;
        return new ArrayList<>(Arrays.stream(written.split(",", -1))
                .map(String::trim)
                .filter(part -> !part.isEmpty())
                .distinct()
                .toList());
    }

    private static List<String> lower(List<String> texts) {
        return texts.stream().map(text -> text.toLowerCase(Locale.ROOT)).toList();
    }

    private static List<String> upper(List<String> texts) {
        return texts.stream().map(text -> text.toUpperCase(Locale.ROOT)).toList();
    }
}
