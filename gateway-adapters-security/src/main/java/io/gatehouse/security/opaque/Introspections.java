package io.gatehouse.security.opaque;

import io.gatehouse.domain.identity.TokenIssuer;
import io.gatehouse.domain.time.GatewayClock;
import io.gatehouse.security.fetch.BoundedClient;
import java.time.Duration;

/**
 * Knows the tokens of every issuer by its introspection endpoint.
 *
 * @param client sends the questions
 * @param deadline how long an answer may take
 * @param clock the time
 */
public record Introspections(BoundedClient client, Duration deadline, GatewayClock clock) implements OpaqueSource {

    @Override
    public OpaqueTokens of(TokenIssuer.Opaque issuer) {
        return new Introspection(issuer, client, deadline, clock);
    }
}
