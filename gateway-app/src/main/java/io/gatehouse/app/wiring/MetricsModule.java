package io.gatehouse.app.wiring;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import io.gatehouse.app.configuration.GatewayConfiguration;
import io.gatehouse.app.configuration.GatewayConfiguration.MetricsConfiguration;
import io.gatehouse.app.logging.ProgramLog;
import io.gatehouse.domain.registry.LiveRegistry;
import io.gatehouse.domain.time.GatewayClock;
import io.gatehouse.domain.upstream.Upstreams;
import io.gatehouse.http.metrics.Exemplars;
import io.gatehouse.http.metrics.GatewayMetrics;
import io.gatehouse.http.metrics.JvmMetrics;
import io.gatehouse.http.metrics.PrometheusPage;
import io.gatehouse.http.metrics.TrafficClock;
import io.gatehouse.observability.grouping.ExchangeGroups;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Optional;

/** Metrics, in a registry of this gateway's own, and the page that Prometheus reads. */
final class MetricsModule extends AbstractModule {

    @Provides
    @Singleton
    static TrafficClock clock() {
        return new TrafficClock();
    }

    @Provides
    @Singleton
    static Optional<Exemplars> exemplars(GatewayConfiguration configuration) {
        return configuration.tracing() == null ? Optional.empty() : Optional.of(new Exemplars());
    }

    @Provides
    @Singleton
    static PrometheusMeterRegistry meters(TrafficClock clock, Optional<Exemplars> exemplars) {
        return exemplars.map(clock::prometheusRegistry).orElseGet(clock::prometheusRegistry);
    }

    @Provides
    @Singleton
    static GatewayMetrics metrics(
            PrometheusMeterRegistry meters,
            TrafficClock clock,
            Upstreams upstreams,
            LiveRegistry live,
            GatewayClock now,
            MetricsConfiguration settings,
            ExchangeGroups groups,
            Optional<Exemplars> exemplars) {
        Integer tenants = settings.tenants();
        var metrics =
                new GatewayMetrics(meters, clock, upstreams, tenants == null ? 0 : tenants, exemplars.orElse(null));
        if (tenants != null) {
            groups.tell((group, at) -> metrics.ended(
                    group.latest().caller().tenant(), group.latest().status(), group.count()));
            metrics.collectedBy(groups::collect);
        }
        metrics.registry(live, now);
        ProgramLog.lines().ifPresent(lines -> metrics.programLog(lines.written(), lines.dropped()));
        return metrics;
    }

    @Provides
    @Singleton
    static PrometheusPage page(PrometheusMeterRegistry meters, GatewayMetrics metrics) {
        return new PrometheusPage(meters, metrics::refresh);
    }

    @Provides
    @Singleton
    static JvmMetrics process(PrometheusMeterRegistry meters) {
        return new JvmMetrics(meters);
    }
}
