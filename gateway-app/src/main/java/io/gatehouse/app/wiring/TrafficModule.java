package io.gatehouse.app.wiring;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import io.gatehouse.app.configuration.GatewayConfiguration;
import io.gatehouse.app.plugin.AdaptersInUse;
import io.gatehouse.domain.time.GatewayClock;
import io.gatehouse.domain.time.Timer;
import io.gatehouse.domain.traffic.TrafficListener;
import io.gatehouse.http.accesslog.AccessLog;
import io.gatehouse.http.metrics.GatewayMetrics;
import io.gatehouse.observability.anomaly.Analytics;
import io.gatehouse.observability.anomaly.AnalyticsSettings;
import io.gatehouse.observability.api.DashboardApi;
import io.gatehouse.observability.grouping.ExchangeGroups;
import io.gatehouse.observability.usage.UsageLedger;
import io.gatehouse.plugin.ExtensionPoint;
import java.util.ArrayList;
import java.util.Optional;

/** Who hears of every exchange: the metrics, the access log and usage unless they are off, the dashboard, plug-ins, and what an embedding program adds. */
final class TrafficModule extends AbstractModule {

    @Provides
    @Singleton
    static Optional<AccessLog> accessLog(
            Optional<AccessLog.AccessLogFormat> format, Extensions extensions, GatewayMetrics metrics) {
        Optional<AccessLog> log = format.map(known -> extensions
                .accessLog()
                .map(stream -> AccessLog.to(stream, known))
                .orElseGet(() -> AccessLog.toStandardOutput(known)));
        log.ifPresent(metrics::accessLog);
        return log;
    }

    @Provides
    @Singleton
    static ExchangeGroups groups(GatewayClock clock) {
        return new ExchangeGroups(clock);
    }

    @Provides
    @Singleton
    static Optional<Analytics> analytics(
            GatewayConfiguration configuration,
            GatewayClock clock,
            Timer timer,
            ExchangeGroups groups,
            Optional<DashboardApi> dashboard) {
        AnalyticsSettings settings = configuration.analytics();
        if (settings == null) {
            return Optional.empty();
        }
        return Optional.of(new Analytics(
                settings,
                clock,
                timer,
                groups::collect,
                event -> dashboard.ifPresent(api -> api.feed().publish(event))));
    }

    @Provides
    @Singleton
    static TrafficListener traffic(
            GatewayMetrics metrics,
            Optional<AccessLog> accessLog,
            Optional<DashboardApi> dashboard,
            Optional<Analytics> analytics,
            Optional<UsageLedger> usage,
            ExchangeGroups groups,
            Extensions extensions,
            AdaptersInUse adapters) {
        var listeners = new ArrayList<TrafficListener>();
        listeners.add(metrics);
        accessLog.ifPresent(listeners::add);
        dashboard.ifPresent(api -> {
            listeners.add(api.traffic());
            metrics.missed(groups::missed, api.traffic()::dropped);
        });
        analytics.ifPresent(groups::tell);
        usage.ifPresent(ledger -> groups.tell(ledger.reader()));
        if (groups.hasReaders()) {
            listeners.add(groups);
        }
        listeners.addAll(extensions.listeners());
        listeners.addAll(adapters.all(ExtensionPoint.TRAFFIC_LISTENER, TrafficListener.class));
        return new TrafficFanOut(listeners);
    }
}
