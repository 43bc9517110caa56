package io.gatehouse.http.exchange;

import io.gatehouse.domain.pipeline.Throttled;
import io.gatehouse.domain.quota.QuotaDecision;
import io.gatehouse.domain.quota.RateLimit;
import io.gatehouse.domain.quota.Strategy;
import io.gatehouse.http.codec.FieldLines;
import io.undertow.util.HttpString;

/** Which response headers say to clients what is left of their limit. All times are whole seconds from now, rounded up. */
public enum QuotaFields {
    /** {@code X-RateLimit-Limit}, {@code X-RateLimit-Remaining} and {@code X-RateLimit-Reset}. */
    X_RATELIMIT,
    /** {@code RateLimit} and {@code RateLimit-Policy}, as the IETF's working group on HTTP APIs drafts them. */
    RATELIMIT,
    /** Both. */
    BOTH;

    private static final HttpString LIMIT = new HttpString("X-RateLimit-Limit");
    private static final HttpString REMAINING = new HttpString("X-RateLimit-Remaining");
    private static final HttpString RESET = new HttpString("X-RateLimit-Reset");
    private static final HttpString RATE_LIMIT = new HttpString("RateLimit");
    private static final HttpString RATE_LIMIT_POLICY = new HttpString("RateLimit-Policy");

    /** Puts them on a response, in the place of what an upstream says; does nothing if there is nothing to say. */
    void stamp(Throttled throttled, FieldLines response) {
        QuotaDecision quota = throttled.reported();
        Strategy strategy = throttled.strategy();
        if (quota == null || strategy == null) {
            return;
        }
        if (this != RATELIMIT) {
            response.put(LIMIT, quota.limit());
            response.put(REMAINING, quota.remaining());
            response.put(RESET, seconds(quota.resetMillis()));
        }
        if (this != X_RATELIMIT) {
            String name = '"' + strategy.name() + '"';
            response.put(RATE_LIMIT, name + ";r=" + quota.remaining() + ";t=" + seconds(quota.resetMillis()));
            response.put(RATE_LIMIT_POLICY, name + ";q=" + quota.limit() + window(strategy));
        }
    }

    private static String window(Strategy strategy) {
        RateLimit rate = strategy.rate();
        return rate == null ? "" : ";w=" + Math.max(1, seconds(rate.windowMillis()));
    }

    private static long seconds(long millis) {
        return (millis + 999) / 1000;
    }
}
