package io.gatehouse.app.endtoend;

import io.gatehouse.app.startup.GatehouseConfiguration;
import java.io.OutputStream;

/** Configurations that listen on free ports and write no access log, with a little more each. */
final class Configurations {

    private static final String QUIET = """
            listen: { address: 127.0.0.1:0 }
            admin: { address: 127.0.0.1:0 }
            access-log: { format: %s }
            shutdown: { grace: %s }
            """;

    private Configurations() {}

    /** With this registry. */
    static GatehouseConfiguration of(String registry) {
        return with("", registry);
    }

    /** With further settings of the process, and this registry. */
    static GatehouseConfiguration with(String settings, String registry) {
        return GatehouseConfiguration.parse(QUIET.formatted("off", "2s") + settings)
                .withRegistry(registry);
    }

    /** With a time to wait for requests in flight. */
    static GatehouseConfiguration withGrace(String grace, String registry) {
        return GatehouseConfiguration.parse(QUIET.formatted("off", grace)).withRegistry(registry);
    }

    /** With an access log to this stream. */
    static GatehouseConfiguration logging(String format, OutputStream to, String registry) {
        return GatehouseConfiguration.parse(QUIET.formatted(format, "2s"))
                .withRegistry(registry)
                .withAccessLog(to);
    }

    /** A registry of the service {@code orders}, version 1, on these hosts. */
    static String orders(Backend... hosts) {
        return orders("", hosts);
    }

    /** The same with further keys of the service, each line indented by four. */
    static String orders(String keys, Backend... hosts) {
        var urls = new StringBuilder();
        for (Backend host : hosts) {
            urls.append(urls.isEmpty() ? "" : ", ")
                    .append('"')
                    .append(host.url())
                    .append('"');
        }
        return "services:\n  orders:\n" + keys + "    versions:\n      \"1\":\n        hosts: [" + urls
                + "]\n        requires: []\n";
    }
}
