package io.gatehouse.app.configuration;

import io.gatehouse.configuration.Default;
import io.gatehouse.configuration.Described;
import io.gatehouse.configuration.Disableable;
import io.gatehouse.configuration.Range;
import org.jspecify.annotations.Nullable;

/** What metrics are kept. */
public record MetricsConfiguration(
        @Described("How many tenants have metrics of their own, the busiest; all others are counted together.")
        @Default("100")
        @Range(min = 1, max = 1_000)
        @Disableable
        @Nullable
        Integer tenants) {}
