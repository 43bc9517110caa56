package io.gatehouse.security.opaque;

import io.gatehouse.domain.identity.OpaqueAuthority;
import io.gatehouse.domain.identity.TokenIssuer;
import io.gatehouse.domain.time.GatewayClock;
import io.gatehouse.security.fetch.BoundedClient;
import java.time.Duration;

/**
 * Knows the tokens of issuers by their introspection endpoints.
 *
 * @param client sends the questions
 * @param deadline how long an answer may take
 * @param clock the time
 */
public record Introspections(BoundedClient client, Duration deadline, GatewayClock clock) {

    /** What the endpoint knows of the issuer's tokens. */
    public OpaqueTokens of(TokenIssuer.Opaque issuer, OpaqueAuthority.Introspection endpoint) {
        return new Introspection(issuer, endpoint, client, deadline, clock);
    }
}
