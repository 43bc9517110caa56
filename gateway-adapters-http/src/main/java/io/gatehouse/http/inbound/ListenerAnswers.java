package io.gatehouse.http.inbound;

import io.gatehouse.domain.pipeline.Decision;
import io.gatehouse.domain.request.IncomingRequest;
import io.gatehouse.http.connection.ListenerRules;
import io.gatehouse.http.tls.AcmeChallenges;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a port answers by itself, whatever the registry says: what an authority asks to validate a name, its health, and where HTTPS is. */
final class ListenerAnswers {

    private static final int HTTPS = 443;
    private static final String CHALLENGE = "/.well-known/acme-challenge/";
    private static final Map<String, String> PROOF =
            Map.of("Content-Type", "application/octet-stream", "Cache-Control", "no-store");

    private ListenerAnswers() {}

    /**
     * The answer of a port.
     *
     * @param answer its head
     * @param body its body, in ASCII
     */
    record Own(Decision.Answer answer, String body) {}

    /** The answer of the port; null if the request is for the registry. */
    static @Nullable Own to(IncomingRequest request, ListenerRules rules, boolean stopping) {
        AcmeChallenges challenges = rules.challenges();
        if (challenges != null
                && request.rawPath().startsWith(CHALLENGE)
                && request.method().equals("GET")) {
            String response = challenges.response(request.rawPath().substring(CHALLENGE.length()));
            if (response != null) {
                return new Own(new Decision.Answer(200, PROOF), response);
            }
        }
        Decision.Answer answer = withoutBody(request, rules, stopping);
        return answer == null ? null : new Own(answer, "");
    }

    private static Decision.@Nullable Answer withoutBody(
            IncomingRequest request, ListenerRules rules, boolean stopping) {
        String healthPath = rules.healthPath();
        if (healthPath != null
                && request.rawPath().equals(healthPath)
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
