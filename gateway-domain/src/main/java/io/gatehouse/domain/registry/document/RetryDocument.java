package io.gatehouse.domain.registry.document;

import io.gatehouse.domain.document.Default;
import io.gatehouse.domain.document.Described;
import io.gatehouse.domain.document.NotEmpty;
import io.gatehouse.domain.document.Origin;
import io.gatehouse.domain.document.Percentage;
import io.gatehouse.domain.document.Range;
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
