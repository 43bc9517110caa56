package io.gatehouse.compiler.document;

import io.gatehouse.configuration.Default;
import io.gatehouse.configuration.Described;
import io.gatehouse.configuration.MalformedValue;
import io.gatehouse.configuration.NotEmpty;
import io.gatehouse.configuration.Origin;
import io.gatehouse.configuration.Percentage;
import io.gatehouse.configuration.Range;
import io.gatehouse.configuration.ScalarType;
import java.util.Set;
import java.util.regex.Pattern;

/** Whether a failed request is tried again on another host. */
public record RetryDocument(
        @Described("Tries after the first.") @Default("1") @Range(min = 0, max = 10)
        int attempts,

        @Described("What makes another try worth it.") @Default("connect-failure") @NotEmpty
        Set<RetryCondition> on,

        @Described("The largest share of requests that may be retries.") @Default("20%")
        Percentage budget,

        Origin origin) {

    public RetryDocument {
        on = Set.copyOf(on);
    }

    /**
     * What makes a request worth another try: {@code connect-failure}, {@code response-timeout}, {@code reset}, or a status.
     *
     * @param text the written form
     */
    @ScalarType(
            name = "retry condition",
            expected = "connect-failure, response-timeout, reset, or a status from 500 to 599",
            pattern = "connect-failure|response-timeout|reset|5[0-9][0-9]")
    public record RetryCondition(String text) {

        private static final Pattern FORM = Pattern.compile("connect-failure|response-timeout|reset|5[0-9][0-9]");

        public static RetryCondition parse(String text) {
            if (!FORM.matcher(text).matches()) {
                throw new MalformedValue("connect-failure, response-timeout, reset, or a status from 500 to 599");
            }
            return new RetryCondition(text);
        }
    }
}
