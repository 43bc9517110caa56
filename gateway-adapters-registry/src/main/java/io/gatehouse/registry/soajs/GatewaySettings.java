package io.gatehouse.registry.soajs;

import io.gatehouse.registry.yaml.MappingBuilder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The entry {@code gateway} of the custom registry: maintenance, banned and trusted addresses; and what has no counterpart. */
final class GatewaySettings {

    private final Fields gateway;

    GatewaySettings(Fields gateway) {
        this.gateway = gateway;
    }

    /** Throttling by service; null if nothing is said. */
    @Nullable
    Fields throttling() {
        return gateway.objectOrEmpty("traffic").object("throttling");
    }

    /** Whether a slow request is prolonged as long as its service's heart beats. */
    boolean renews() {
        return !gateway.objectOrEmpty("gotoService").flag("renewReqMonitorOff");
    }

    void addTo(MappingBuilder policy) {
        Fields maintenance = gateway.object("maintenanceMode");
        if (maintenance != null) {
            policy.put("maintenance", maintenance(maintenance));
        }
        Fields traffic = gateway.objectOrEmpty("traffic");
        List<String> banned = traffic.texts("ip2ban");
        if (banned != null && !banned.isEmpty()) {
            policy.texts("ip-ban", banned);
        }
        if ("mongo".equals(traffic.raw("model"))) {
            traffic.notice("model", "counters in MongoDB", "they are kept where throttling.store of gateway.yml says");
        }
        Fields whitelist = gateway.objectOrEmpty("mt").object("whitelist");
        if (whitelist != null) {
            trusted(whitelist, policy);
        }
        noticeOthers();
    }

    private static MappingBuilder maintenance(Fields theirs) {
        Long status = theirs.whole("status");
        String message = theirs.text("message");
        var maintenance = new MappingBuilder(theirs.origin())
                .flag("on", theirs.flag("on"))
                .number("status", status == null || status == 0 ? null : status)
                .text(
                        "message",
                        message == null || message.isEmpty() ? "Maintenance mode is on, come back soon" : message);
        if (theirs.raw("retryAfter") instanceof String) {
            theirs.notice("retryAfter", "a text", "responses have no Retry-After");
        } else {
            Long seconds = theirs.whole("retryAfter");
            if (seconds != null && seconds > 0) {
                maintenance.text("retry-after", seconds + "s");
            }
        }
        return maintenance;
    }

    private static void trusted(Fields whitelist, MappingBuilder policy) {
        List<String> addresses = whitelist.texts("ips");
        boolean acl = whitelist.flag("acl");
        boolean oauth = whitelist.flag("oauth");
        if (addresses == null || addresses.isEmpty() || (!acl && !oauth)) {
            return;
        }
        var skip = new ArrayList<String>();
        if (acl) {
            skip.addAll(List.of("addresses", "geo", "device", "acl"));
        }
        if (oauth) {
            skip.add("token");
        }
        if (oauth && !acl) {
            whitelist.notice(
                    "oauth",
                    "no token wanted, though access rules stay",
                    "these clients pass for any user, in no group");
        }
        policy.put(
                "trusted-clients",
                new MappingBuilder(whitelist.origin())
                        .texts("addresses", addresses)
                        .texts("skip", skip));
    }

    private void noticeOthers() {
        for (String name : gateway.names()) {
            if (gateway.raw(name) == null) {
                continue;
            }
            switch (name) {
                case "maintenanceMode", "traffic", "mt" -> {}
                case "lastSeen" -> {
                    if (gateway.objectOrEmpty(name).isTruthy("active")) {
                        gateway.notice(name, "reporting to a service when users were seen", "nothing is reported");
                    }
                }
                case "gotoService" -> {
                    if (gateway.objectOrEmpty(name).raw("monitor") != null) {
                        gateway.notice(name + ".monitor", "which services are monitored", "all have metrics");
                    }
                }
                case "idempotency" -> gateway.notice(name, "idempotency keys", "repeated requests are forwarded");
                case "cache" -> gateway.notice(name, "cached responses", "every request is forwarded");
                default -> gateway.notice(name, "a setting that is not known", "it has no effect");
            }
        }
    }

    /** Which web pages may call: {@code cors} of the environment, with the defaults of SOAJS. */
    static final class OriginSettings {

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
                cors.notice(
                        "credentials", "credentials for pages of any origin", "responses are sent without credentials");
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
                            .flag("answer-options", true)
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
}
