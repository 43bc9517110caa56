package io.gatehouse.security.verdict;

import io.gatehouse.domain.identity.TokenVerdict.Bad;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** When and for whom a token is good, by its claims. A claim of the wrong kind is never taken for an absent one. */
public final class Validity {

    /** The end of a token that does not say when it ends. */
    public static final long NEVER = Long.MAX_VALUE;

    /** Neither a time nor the lack of one. */
    private static final long MALFORMED = Long.MIN_VALUE;

    /** The end of the year 9999: whoever writes more has mistaken the unit. */
    private static final long LATEST = 253_402_300_799L;

    private Validity() {}

    /**
     * Why a token is not valid now; null if it can.
     *
     * @param now milliseconds since 1970
     * @param skew how far the clock of whoever issued it may differ
     */
    public static @Nullable Bad times(Map<String, ?> claims, long now, Duration skew) {
        long expiry = time(claims, "exp", NEVER);
        long begin = time(claims, "nbf", 0);
        long issued = time(claims, "iat", 0);
        if (expiry == MALFORMED || begin == MALFORMED || issued == MALFORMED) {
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

    /** Milliseconds since 1970; a claim is seconds as a number, with or without a fraction (RFC 7519, 2). */
    private static long time(Map<String, ?> claims, String name, long absent) {
        if (!claims.containsKey(name)) {
            return absent;
        }
        Object claim = claims.get(name);
        if (claim instanceof Long seconds) {
            return seconds >= 0 && seconds <= LATEST ? seconds * 1000 : MALFORMED;
        }
        return claim instanceof Double seconds && seconds >= 0 && seconds <= LATEST
                ? (long) (seconds * 1000)
                : MALFORMED;
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
