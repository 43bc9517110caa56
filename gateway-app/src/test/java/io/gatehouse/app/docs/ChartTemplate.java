package io.gatehouse.app.docs;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;

/**
 * Renders the few things that the templates of the chart are made of: values, {@code if} and {@code if not} that are not nested, and
 * {@code toYaml}, {@code nindent} and {@code sha256sum}. Anything else is an error, so that they stay as simple.
 */
final class ChartTemplate {

    private static final Pattern IF =
            Pattern.compile("\\s*\\{\\{- if (not )?(\\.[A-Za-z.]+) }}(.*?)\\s*\\{\\{- end }}", Pattern.DOTALL);
    private static final Pattern VALUE =
            Pattern.compile("(\\s*)\\{\\{(-?) (toYaml )?(\\.[A-Za-z.]+)(?: \\| (?:nindent ([0-9]+)|(sha256sum)))? }}");

    private final Map<String, Object> root;

    /** What templates of a release of this name see. */
    ChartTemplate(String release, Map<String, Object> values) {
        this.root = Map.of("Release", Map.of("Name", release), "Values", values);
    }

    String render(String template) {
        String chosen = IF.matcher(template).replaceAll(found -> {
            Object value = value(found.group(2));
            boolean holds = value instanceof Boolean flag ? flag : value != null && !"".equals(value);
            return Matcher.quoteReplacement(holds == (found.group(1) == null) ? found.group(3) : "");
        });
        String rendered = VALUE.matcher(chosen)
                .replaceAll(found ->
                        Matcher.quoteReplacement((found.group(2).isEmpty() ? found.group(1) : "") + text(found)));
        if (rendered.contains("{{")) {
            throw new IllegalArgumentException("a template holds more than can be rendered here: " + rendered);
        }
        return rendered;
    }

    private String text(MatchResult found) {
        Object value = value(found.group(4));
        String text = found.group(3) == null ? String.valueOf(value) : yaml(value);
        if (found.group(5) != null) {
            String indent = " ".repeat(Integer.parseInt(found.group(5)));
            return "\n" + text.strip().replaceAll("(?m)^(?=.)", indent);
        }
        return found.group(6) == null ? text : sha256(text);
    }

    private static String yaml(Object value) {
        var options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        return new Yaml(options).dump(value);
    }

    private static String sha256(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private Object value(String path) {
        Object at = root;
        for (String key : path.substring(1).split("\\.")) {
            if (!(at instanceof Map<?, ?> map) || !map.containsKey(key)) {
                throw new IllegalArgumentException("there is no value " + path);
            }
            at = map.get(key);
        }
        return at;
    }
}
