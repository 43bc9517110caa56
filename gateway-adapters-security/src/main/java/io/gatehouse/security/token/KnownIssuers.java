package io.gatehouse.security.token;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.gatehouse.domain.identity.TokenIssuer;
import java.time.Duration;
import java.util.function.Function;

/**
 * What has been made ready of each issuer's settings, found by the settings object itself.
 *
 * <p>A reload brings new objects for settings that have changed, name included, and these begin anew, so that no verdict outlives
 * the settings it was reached with. What nobody has asked for in an hour is dropped, and made ready again if it is.
 */
final class KnownIssuers<R> {

    private static final Duration KEPT = Duration.ofHours(1);

    private final LoadingCache<TokenIssuer, R> bySettings;

    KnownIssuers(Function<TokenIssuer, R> ready) {
        bySettings = Caffeine.newBuilder()
                .weakKeys()
                .expireAfterAccess(KEPT)
                .executor(Runnable::run)
                .build(ready::apply);
    }

    R of(TokenIssuer issuer) {
        return bySettings.get(issuer);
    }
}
