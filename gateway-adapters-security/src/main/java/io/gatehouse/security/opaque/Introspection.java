package io.gatehouse.security.opaque;

import io.gatehouse.domain.identity.OpaqueAuthority;
import io.gatehouse.domain.identity.TokenIssuer;
import io.gatehouse.domain.time.GatewayClock;
import io.gatehouse.security.fetch.BoundedClient;
import io.gatehouse.security.fetch.FetchResponse;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks an introspection endpoint (RFC 7662), signing in as the issuer's client by Basic authentication.
 *
 * <p>Every answer but a 200 that can be read leaves the token unknown, a 401 too: that one is about the gateway's own
 * name and secret, and the log says so.
 */
final class Introspection implements OpaqueTokens {

    private static final Logger LOG = LoggerFactory.getLogger(Introspection.class);

    /** More than any answer about one token; groups and all. */
    private static final int MOST_BYTES = 64 * 1024;

    private final TokenIssuer.Opaque issuer;
    private final URI endpoint;
    private final BoundedClient client;
    private final Duration deadline;
    private final GatewayClock clock;
    private final String authorization;
    private volatile boolean refused;

    Introspection(
            TokenIssuer.Opaque issuer,
            OpaqueAuthority.Introspection authority,
            BoundedClient client,
            Duration deadline,
            GatewayClock clock) {
        this.issuer = issuer;
        this.endpoint = authority.endpoint();
        this.client = client;
        this.deadline = deadline;
        this.clock = clock;
        // Both are form-encoded first (RFC 6749, 2.3.1), so that a colon in a name does no harm.
        String pair =
                encoded(authority.client()) + ":" + encoded(authority.secret().reveal());
        this.authorization = "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public CompletionStage<OpaqueTokenResult> ask(String token) {
        return client.send(request(token), MOST_BYTES, deadline)
                .handle((answer, failure) -> answer == null ? failed(failure) : read(answer));
    }

    private OpaqueTokenResult failed(Throwable failure) {
        LOG.debug("The introspection endpoint of {} failed", issuer.id(), failure);
        return OpaqueTokenResult.unknown("the introspection endpoint does not answer");
    }

    private HttpRequest request(String token) {
        return HttpRequest.newBuilder(endpoint)
                .header("Authorization", authorization)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Accept", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("token=" + encoded(token) + "&token_type_hint=access_token"))
                .build();
    }

    private OpaqueTokenResult read(FetchResponse answer) {
        if (answer.status() == 200) {
            tellRefusal(false);
            return IntrospectionResponse.read(answer.body(), issuer, clock.epochMillis());
        }
        tellRefusal(answer.status() == 401 || answer.status() == 403);
        return OpaqueTokenResult.unknown("the introspection endpoint answers with status " + answer.status());
    }

    /** Once until it is over, as every token would tell it again. */
    private void tellRefusal(boolean refuses) {
        if (refuses && !refused) {
            LOG.error("The introspection endpoint of {} does not accept the gateway's client and secret", issuer.id());
        }
        refused = refuses;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
