package io.gatehouse.observability.anomaly;

import io.gatehouse.configuration.Default;
import io.gatehouse.configuration.Described;
import io.gatehouse.configuration.MalformedValue;
import io.gatehouse.configuration.Size;
import java.time.Duration;

/** The section {@code analytics} of gateway.yml. */
public record AnalyticsSettings(
        @Described("For how long minutes are kept; at most 7d.") @Default("48h")
        Duration keep,

        @Described("How much memory they may take; beyond it the oldest go earlier.") @Default("32MB")
        Size memory) {

    public AnalyticsSettings {
        if (keep.compareTo(Duration.ofHours(1)) < 0 || keep.compareTo(Duration.ofDays(7)) > 0) {
            throw new MalformedValue("keep to be between 1h and 7d");
        }
    }
}
