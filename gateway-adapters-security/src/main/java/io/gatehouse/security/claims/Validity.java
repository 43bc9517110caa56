package io.gatehouse.security.claims;

import io.gatehouse.domain.identity.TokenVerdict.Bad;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** When and for whom a token is good, by its claims. A claim of the wrong kind is never taken for an absent one. */
public final class Validity {

    /** A token that does not tell when it ends. */
    public static final long NEVER = Long.MAX_VALUE;

    private Validity() {}

    /**
     * Why a token cannot be used now; null if it can.
     *
     * @param now milliseconds since 1970
     * @param skew how far the clock of whoever issued it may differ
     */
    public static @Nullable Bad times(Map<String, ?> claims, long now, Duration skew) {
        long expiry = time(claims, "exp", NEVER);
        long begin = time(claims, "nbf", 0);
        long issued = time(claims, "iat", 0);
        if (expiry == NumericDate.NONE || begin == NumericDate.NONE || issued == NumericDate.NONE) {
            return Refusals.TIME;
        }
        if (expiry != NEVER && now - skew.toMillis() >= expiry) {
            return Refusals.EXPIRED;
        }
        if (begin > now + skew.toMillis()) {
            return Refusals.NOT_YET;
        }
        return issued > now + skew.toMillis() ? Refusals.FUTURE : null;
    }

    /** When a token ends, in milliseconds since 1970; {@link #NEVER} if it does not say. */
    public static long expiry(Map<String, ?> claims) {
        return time(claims, "exp", NEVER);
    }

    private static long time(Map<String, ?> claims, String name, long absent) {
        return claims.containsKey(name) ? NumericDate.millis(claims.get(name)) : absent;
    }

    /** Whether the token is meant for this audience, alone or among others; null stands for anybody. */
    public static boolean isFor(@Nullable String audience, Map<String, ?> claims) {
        Object meant = claims.get("aud");
        return audience == null
                || audience.equals(meant)
                || (meant instanceof Collection<?> several
                        && several.stream().allMatch(String.class::isInstance)
                        && several.contains(audience));
    }
}
