package io.gatehouse.security.opaque;

import io.gatehouse.domain.identity.OpaqueAuthority;
import io.gatehouse.domain.identity.TokenIssuer;
import io.gatehouse.domain.identity.TokenVerdict.Bad;
import io.gatehouse.domain.time.GatewayClock;
import io.gatehouse.security.fetch.BoundedClient;
import io.gatehouse.security.fetch.BoundedClient.FetchResponse;
import io.gatehouse.security.fetch.JsonReader;
import io.gatehouse.security.verdict.ClaimedUser;
import io.gatehouse.security.verdict.Refusals;
import io.gatehouse.security.verdict.Validity;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks an introspection endpoint (RFC 7662), signing in as the issuer's client by Basic authentication.
 *
 * <p>Every response but a 200 that can be read leaves the token unknown, a 401 too: that one is about the gateway's own
 * name and secret, and the log says so.
 *
 * <p>Only {@code "active": true} makes a token good, and only a response that says {@code active} at all makes it bad. A
 * token that ends is refused at its end, without any skew, as it is the provider's own clock that counts. A refresh token
 * is refused, and one that is bound to its sender's key. With an audience configured the response has to name it.
 */
public final class Introspection implements OpaqueTokens {

    private static final Logger LOG = LoggerFactory.getLogger(Introspection.class);

    /** More than any response about one token; groups and all. */
    private static final int MOST_BYTES = 64 * 1024;

    private static final Set<String> BEARER_TYPES = Set.of("bearer", "access_token");

    private final TokenIssuer.Opaque issuer;
    private final URI endpoint;
    private final BoundedClient client;
    private final Duration deadline;
    private final GatewayClock clock;
    private final String authorization;
    private volatile boolean refused;

    /** Asks at this endpoint, which has so long to respond. */
    public Introspection(
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
                .handle((response, failure) -> response == null ? failed(failure) : read(response));
    }

    private OpaqueTokenResult failed(Throwable failure) {
        LOG.debug("The introspection endpoint of {} failed", issuer.id(), failure);
        return OpaqueTokenResult.unknown("the introspection endpoint does not respond");
    }

    private HttpRequest request(String token) {
        return HttpRequest.newBuilder(endpoint)
                .header("Authorization", authorization)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Accept", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("token=" + encoded(token) + "&token_type_hint=access_token"))
                .build();
    }

    private OpaqueTokenResult read(FetchResponse response) {
        if (response.status() == 200) {
            reportRefusal(false);
            return read(response.body());
        }
        reportRefusal(response.status() == 401 || response.status() == 403);
        return OpaqueTokenResult.unknown("the introspection endpoint responds with status " + response.status());
    }

    /** Once until it is over, as every token would report it again. */
    private void reportRefusal(boolean refuses) {
        if (refuses && !refused) {
            LOG.error("The introspection endpoint of {} does not accept the gateway's client and secret", issuer.id());
        }
        refused = refuses;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** Reads the response's body (RFC 7662, 2.2). */
    private OpaqueTokenResult read(byte[] body) {
        Map<String, Object> claims = JsonReader.object(body);
        if (claims == null || !(claims.get("active") instanceof Boolean active)) {
            return OpaqueTokenResult.unknown("the introspection endpoint's response cannot be read");
        }
        Bad refusal = active ? refusal(claims) : Refusals.INACTIVE;
        return refusal == null
                ? new OpaqueTokenResult(ClaimedUser.read(named(claims), issuer.claims()), Validity.expiry(claims))
                : OpaqueTokenResult.bad(refusal);
    }

    private @Nullable Bad refusal(Map<String, Object> claims) {
        boolean bearer = !(claims.get("token_type") instanceof String type)
                || BEARER_TYPES.contains(type.toLowerCase(Locale.ROOT));
        if (!bearer || "refresh_token".equals(claims.get("token_use"))) {
            return Refusals.TYPE;
        }
        Bad untimely = Validity.times(claims, clock.epochMillis(), Duration.ZERO);
        if (untimely != null && !untimely.equals(Refusals.FUTURE)) {
            return untimely;
        }
        return Validity.isFor(issuer.audience(), claims) ? null : Refusals.AUDIENCE;
    }

    /** Where the user's claim is the usual {@code sub}, an endpoint that returns only {@code username} is understood too. */
    private Map<String, Object> named(Map<String, Object> claims) {
        if (!issuer.claims().user().equals("sub") || claims.get("sub") != null) {
            return claims;
        }
        var named = new HashMap<>(claims);
        named.put("sub", claims.get("username"));
        return named;
    }
}
