package io.gatehouse.compiler.document;

import io.gatehouse.configuration.Default;
import io.gatehouse.configuration.Described;
import io.gatehouse.configuration.Disableable;
import io.gatehouse.configuration.MalformedValue;
import io.gatehouse.configuration.NotEmpty;
import io.gatehouse.configuration.Origin;
import io.gatehouse.configuration.Percentage;
import io.gatehouse.configuration.Range;
import io.gatehouse.configuration.ScalarType;
import io.gatehouse.domain.service.RetryPolicy;
import io.gatehouse.domain.service.RetryPolicy.Condition;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** When a call that failed at one host is tried again, on another host first. */
public record RetryDocument(
        @Described("Tries after the first.") @Default("1") @Range(min = 0, max = 10)
        int attempts,

        @Described("What makes another try worth it.") @Default("connect-failure") @NotEmpty
        Set<RetryCondition> on,

        @Described(
                "The largest share of the service's requests of the last 10 s that may be retries; 3 a second always may.")
        @Default("20%")
        Percentage budget,

        @Described("From the choice of a host to the head of its response; without it as timeouts say.")
        @Disableable
        @Nullable
        Duration perTryTimeout,

        @Described("Whether a GET that takes longer than 95 of 100 do is sent to a second host as well.")
        @Default("false")
        boolean hedge,

        Origin origin) {

    public RetryDocument {
        on = Set.copyOf(on);
    }

    /** What this means for calls. */
    public RetryPolicy compiled() {
        Set<Condition> conditions = EnumSet.noneOf(Condition.class);
        Set<Integer> statuses = new HashSet<>();
        for (RetryCondition one : on) {
            if (Character.isDigit(one.text().charAt(0))) {
                statuses.add(Integer.valueOf(one.text()));
            } else {
                conditions.add(Condition.of(one.text()));
            }
        }
        return new RetryPolicy(attempts, conditions, statuses, budget.share(), perTryTimeout, hedge, true, origin);
    }

    /**
     * What makes a request worth another try: {@code connect-failure}, {@code response-timeout}, {@code reset}, or a status, 429
     * or one from 500 to 599.
     *
     * @param text the written form
     */
    @ScalarType(name = "retry condition", expected = RetryCondition.EXPECTED, pattern = RetryCondition.PATTERN)
    public record RetryCondition(String text) {

        static final String EXPECTED = "connect-failure, response-timeout, reset, 429, or a status from 500 to 599";
        static final String PATTERN = "connect-failure|response-timeout|reset|429|5[0-9][0-9]";
        private static final Pattern FORM = Pattern.compile(PATTERN);

        public static RetryCondition parse(String text) {
            if (!FORM.matcher(text).matches()) {
                throw new MalformedValue(EXPECTED);
            }
            return new RetryCondition(text);
        }
    }
}
