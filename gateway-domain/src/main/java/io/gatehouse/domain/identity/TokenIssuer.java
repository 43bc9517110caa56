package io.gatehouse.domain.identity;

import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whose tokens are believed, and how they are checked. Two tenants never share one, even with equal settings, so that a
 * verdict for one of them is never given for the other.
 */
public sealed interface TokenIssuer {

    /** Names the settings: {@code tenant/acme}, or {@code gateway}. */
    String id();

    /** Whether its users may have packages of their own. */
    default boolean knowsPackages() {
        return false;
    }

    /**
     * Names of claims.
     *
     * @param user the claim that identifies the user
     * @param groups the claim that lists the user's groups
     */
    record Claims(String user, String groups) {}

    /**
     * Signed tokens, verified by the gateway itself.
     *
     * @param algorithms the JOSE names of the only signature algorithms that are accepted, such as {@code RS256}
     * @param keys what signatures are checked with
     * @param issuer who must have issued a token; null for anybody who has the key
     * @param audience whom a token must be meant for; null for anybody
     * @param clockSkew how far clocks may differ
     */
    record Signed(
            String id,
            Set<String> algorithms,
            KeyMaterial keys,
            @Nullable String issuer,
            @Nullable String audience,
            Duration clockSkew,
            Claims claims)
            implements TokenIssuer {

        public Signed {
            algorithms = Set.copyOf(algorithms);
        }
    }

    /**
     * Opaque tokens, which somebody else knows about.
     *
     * @param authority who that is
     * @param audience whom a token must be meant for; null for anybody
     * @param cache how long a response is kept
     */
    record Opaque(
            String id, OpaqueAuthority authority, @Nullable String audience, Duration cache, Claims claims)
            implements TokenIssuer {

        @Override
        public boolean knowsPackages() {
            return authority instanceof OpaqueAuthority.Store store && store.users() != null;
        }
    }
}
