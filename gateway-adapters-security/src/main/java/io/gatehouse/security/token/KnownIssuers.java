package io.gatehouse.security.token;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.gatehouse.domain.document.Origin;
import io.gatehouse.domain.identity.TokenIssuer;
import java.util.function.Function;

/**
 * What has been made ready of each issuer's settings.
 *
 * <p>It is found by the settings object itself, which costs next to nothing, and dropped with it. A reload brings new
 * objects: settings that are the same in everything but their line in the file, name included, go on with what was ready,
 * others begin anew, so that no verdict outlives the settings it was reached with.
 */
final class KnownIssuers<R> {

    private static final Origin NOWHERE = Origin.of("");

    private final LoadingCache<TokenIssuer, R> bySettings;

    KnownIssuers(Function<TokenIssuer, R> ready) {
        Cache<TokenIssuer, R> byContent =
                Caffeine.newBuilder().weakValues().executor(Runnable::run).build();
        bySettings = Caffeine.newBuilder()
                .weakKeys()
                .executor(Runnable::run)
                .build(issuer -> byContent.get(content(issuer), ready));
    }

    R of(TokenIssuer issuer) {
        return bySettings.get(issuer);
    }

    private static TokenIssuer content(TokenIssuer issuer) {
        if (issuer instanceof TokenIssuer.Signed signed) {
            return new TokenIssuer.Signed(
                    signed.id(),
                    signed.algorithms(),
                    signed.keys(),
                    signed.issuer(),
                    signed.audience(),
                    signed.clockSkew(),
                    signed.claims(),
                    NOWHERE);
        }
        var opaque = (TokenIssuer.Opaque) issuer;
        return new TokenIssuer.Opaque(
                opaque.id(), opaque.authority(), opaque.audience(), opaque.cache(), opaque.claims(), NOWHERE);
    }
}
