package io.gatehouse.compiler.document;

import io.gatehouse.configuration.Default;
import io.gatehouse.configuration.Described;
import io.gatehouse.configuration.Origin;
import io.gatehouse.configuration.Percentage;
import io.gatehouse.configuration.Range;
import java.time.Duration;

/** When a single failing host is left out for a while. */
public record OutliersDocument(
        @Described("Failed calls in a row.") @Default("5") @Range(min = 1, max = 100000)
        int consecutiveFailures,

        @Described("For how long.") @Default("30s") Duration ejectFor,

        @Described("The largest share of hosts left out at once.") @Default("50%")
        Percentage atMost,

        Origin origin) {}
