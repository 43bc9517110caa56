package io.gatehouse.security.opaque;

import io.gatehouse.domain.identity.OpaqueAuthority;
import io.gatehouse.domain.identity.TokenIssuer;
import io.gatehouse.domain.time.GatewayClock;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * Knows the tokens of every issuer from wherever its settings say.
 *
 * @param introspections for those with an endpoint
 * @param store for those whose tokens are stored; without it nobody can say anything about these
 * @param lookups where the store is looked up, as its driver blocks; rejects what is too much
 * @param clock the time
 */
public record OpaqueSources(
        Introspections introspections, Optional<TokenStore> store, Executor lookups, GatewayClock clock)
        implements OpaqueSource {

    @Override
    public OpaqueTokens of(TokenIssuer.Opaque issuer) {
        if (issuer.authority() instanceof OpaqueAuthority.Introspection endpoint) {
            return introspections.of(issuer, endpoint);
        }
        var place = (OpaqueAuthority.Store) issuer.authority();
        return store.map(known -> known.of(issuer, place, clock, lookups))
                .orElse(token ->
                        CompletableFuture.completedFuture(OpaqueTokenResult.unknown("there is no token store")));
    }
}
