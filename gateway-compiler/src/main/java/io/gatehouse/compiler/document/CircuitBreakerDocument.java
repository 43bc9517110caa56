package io.gatehouse.compiler.document;

import io.gatehouse.configuration.Default;
import io.gatehouse.configuration.Described;
import io.gatehouse.configuration.Disableable;
import io.gatehouse.configuration.Origin;
import io.gatehouse.configuration.Percentage;
import io.gatehouse.configuration.Range;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** When a failing version is not called for a while. */
public record CircuitBreakerDocument(
        @Described("The share of failed calls that opens it.") @Default("50%") @Disableable @Nullable
        Percentage failureRate,

        @Described("The share of slow calls that opens it.") @Default("80%") @Disableable @Nullable
        Percentage slowRate,

        @Described("What a slow call is.") @Default("5s") Duration slowAfter,

        @Described("Failed calls in a row that open it.")
        @Default("5")
        @Disableable
        @Range(min = 1, max = 100000)
        @Nullable
        Integer consecutiveFailures,

        @Described("Calls in the window before a rate counts.") @Default("20") @Range(min = 1, max = 100000)
        int minimumCalls,

        @Described("The time over which rates are taken.") @Default("30s")
        Duration window,

        @Described("How long it stays open before it lets a call try.") @Default("10s")
        Duration openFor,

        Origin origin) {}
