package io.gatehouse.registry.microgate;

import io.gatehouse.configuration.Default;
import io.gatehouse.configuration.Key;
import io.gatehouse.configuration.MalformedValue;
import io.gatehouse.configuration.NotEmpty;
import io.gatehouse.configuration.Origin;
import io.gatehouse.configuration.Range;
import io.gatehouse.configuration.ScalarType;
import io.gatehouse.configuration.Secret;
import java.math.BigDecimal;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A MicroGate's {@code config.yml}, without what has no counterpart here.
 *
 * @param server where it listens
 * @param routes what is forwarded, by prefixes of paths
 * @param rateLimit the bucket of each address
 * @param auth who may call; everybody without it
 * @param circuitBreaker when it stops calling
 * @param healthCheck how it probes; not at all without it
 * @param dashboard what it keeps of calls to show them
 * @param analytics what it keeps of what its routes did
 */
record MicroGateConfig(
        Origin origin,
        @Nullable Server server,
        @NotEmpty List<Route> routes,
        @Key("ratelimit") @Nullable RateLimit rateLimit,
        @Nullable Auth auth,
        @Key("circuitbreaker") @Nullable CircuitBreaker circuitBreaker,
        @Key("healthcheck") @Nullable HealthCheck healthCheck,
        @Nullable Dashboard dashboard,
        @Nullable Analytics analytics) {

    /** Where it listens. */
    record Server(@Range(min = 1, max = 65_535) int port) {}

    /** One of {@code backend} and {@code backends}, or both. */
    record Route(
            Origin origin,
            String path,
            @Nullable String backend,
            @Default({}) List<String> backends,
            @Default("round-robin") Strategy strategy) {}

    /** How a backend is chosen; the names are the same here. */
    enum Strategy {
        ROUND_ROBIN("round-robin"),
        RANDOM("random");

        private final String word;

        Strategy(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }

    /** A token bucket for each address. */
    record RateLimit(
            Origin origin,

            @Key("max_tokens") @Range(min = 1, max = 1_000_000_000)
            long maxTokens,

            @Key("refill_rate") PerSecond refillRate) {}

    /** Either a key of the list, or a token signed with the secret, lets a call pass. */
    record Auth(
            Origin origin,
            @Key("api_keys") @Default({}) List<Secret> apiKeys,
            @Key("jwt_secret") @Nullable Secret jwtSecret) {}

    /** Failures in a row, and how long it stays open after them. */
    record CircuitBreaker(
            Origin origin,
            @Range(min = 1, max = 100_000) long threshold,
            @Default("10") Seconds timeout) {}

    /** How often backends are probed. */
    record HealthCheck(Origin origin, @Default("10") Seconds interval) {}

    /** Each reader of its feed has a queue of so many events, which has a bound of its own here. */
    record Dashboard(
            Origin origin,
            @Default("true") boolean enabled,

            @Key("log_capacity") @Default("1000") @Range(min = 1, max = 1_000_000)
            long logCapacity,

            @Key("sse_buffer") @Nullable Long sseBuffer) {}

    /** Minutes are what is counted by here, looked at as they end. */
    record Analytics(
            Origin origin,
            @Default("true") boolean enabled,
            @Key("bucket_interval") @Nullable Seconds bucketInterval,
            @Default("48h") Seconds retention,
            @Key("analyzer_interval") @Nullable Seconds analyzerInterval) {}

    /** A time in seconds, or as Go writes it; kept as our durations are written. */
    @ScalarType(name = "seconds", expected = "a number of seconds, or a time such as 30s, 500ms or 5m")
    record Seconds(String text) {

        private static final Pattern FORM = Pattern.compile("([0-9]{1,9})(ms|s|m|h)?");

        public static Seconds parse(String text) {
            Matcher matcher = FORM.matcher(text);
            if (!matcher.matches() || Long.parseLong(matcher.group(1)) == 0) {
                throw new MalformedValue("a number of seconds, or a time such as 30s, 500ms or 5m");
            }
            return new Seconds(matcher.group(2) == null ? text + "s" : text);
        }
    }

    /** Tokens a second, which may be a fraction; kept as our rates are written, by the shortest time that makes it whole. */
    @ScalarType(name = "tokens a second", expected = "a number of tokens a second above zero")
    record PerSecond(String rate) {

        private static final Pattern FORM = Pattern.compile("[0-9]{1,9}(\\.[0-9]{1,6})?");
        private static final int MINUTE = 60;
        private static final int HOUR = 3600;

        public static PerSecond parse(String text) {
            if (!FORM.matcher(text).matches()) {
                throw new MalformedValue("a number of tokens a second above zero");
            }
            var second = new BigDecimal(text);
            if (isWhole(second)) {
                return of(second, "/s");
            }
            BigDecimal minute = second.multiply(BigDecimal.valueOf(MINUTE));
            return isWhole(minute) ? of(minute, "/m") : of(second.multiply(BigDecimal.valueOf(HOUR)), "/h");
        }

        private static boolean isWhole(BigDecimal number) {
            return number.stripTrailingZeros().scale() <= 0;
        }

        private static PerSecond of(BigDecimal count, String period) {
            if (count.longValue() == 0) {
                throw new MalformedValue("a number of tokens a second above zero, at least one an hour");
            }
            return new PerSecond(count.longValue() + period);
        }
    }
}
