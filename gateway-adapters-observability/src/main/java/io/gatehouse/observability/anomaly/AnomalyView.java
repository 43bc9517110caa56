package io.gatehouse.observability.anomaly;

import io.gatehouse.observability.anomaly.AnomalyWatch.Anomaly;
import org.jspecify.annotations.Nullable;

/** {@code Anomaly} as the API and the feed have it. */
record AnomalyView(
        String route,
        String service,
        String kind,
        String since,
        @Nullable String until,
        double observed,
        double expected,
        double deviation,
        String unit) {

    static AnomalyView of(Anomaly anomaly) {
        Long until = anomaly.untilMinute();
        return new AnomalyView(
                anomaly.route().route(),
                anomaly.route().service(),
                anomaly.kind().word(),
                AnalyticsRoutes.time(anomaly.sinceMinute()),
                until == null ? null : AnalyticsRoutes.time(until),
                anomaly.observed(),
                anomaly.expected(),
                anomaly.deviation(),
                anomaly.kind().unit());
    }
}
