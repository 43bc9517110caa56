package io.gatehouse.compiler.document;

import io.gatehouse.configuration.Default;
import io.gatehouse.configuration.Described;
import io.gatehouse.configuration.NotEmpty;
import io.gatehouse.configuration.Origin;
import io.gatehouse.configuration.Percentage;
import io.gatehouse.configuration.Range;
import java.util.Set;

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
}
