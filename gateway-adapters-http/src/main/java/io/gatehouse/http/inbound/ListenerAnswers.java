package io.gatehouse.http.inbound;

import io.gatehouse.domain.pipeline.Decision;
import io.gatehouse.domain.request.IncomingRequest;
import io.gatehouse.http.connection.ListenerRules;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a port answers by itself, whatever the registry says: its health, and where HTTPS is. */
final class ListenerAnswers {

    private static final int HTTPS = 443;

    private ListenerAnswers() {}

    /** The answer of the port; null if the request is for the registry. */
    static Decision.@Nullable Answer to(IncomingRequest request, ListenerRules rules, boolean stopping) {
        if (rules == ListenerRules.NONE) {
            return null;
        }
        if (request.rawPath().equals(rules.healthPath())
                && (request.method().equals("GET") || request.method().equals("HEAD"))) {
            return new Decision.Answer(stopping ? 503 : 200, Map.of("Cache-Control", "no-store"));
        }
        return rules.redirectPort() == 0
                ? null
                : new Decision.Answer(308, Map.of("Location", location(request, rules.redirectPort())));
    }

    private static String location(IncomingRequest request, int port) {
        String query = request.rawQuery();
        return "https://" + host(request.authority()) + (port == HTTPS ? "" : ":" + port) + request.rawPath()
                + (query == null ? "" : "?" + query);
    }

    /** Without the port; a name that is sent is a name that is valid, or the request would have been refused before. */
    private static String host(String authority) {
        int colon = authority.indexOf(':', authority.lastIndexOf(']') + 1);
        return colon < 0 ? authority : authority.substring(0, colon);
    }
}
