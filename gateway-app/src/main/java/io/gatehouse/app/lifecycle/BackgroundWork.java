package io.gatehouse.app.lifecycle;

import com.google.inject.Inject;
import io.gatehouse.app.plugin.AdaptersInUse;
import io.gatehouse.domain.health.HealthMonitor;
import io.gatehouse.domain.upstream.Upstreams;
import io.gatehouse.http.accesslog.AccessLog;
import io.gatehouse.http.metrics.JvmMetrics;
import io.gatehouse.http.probe.HttpUpstreamProbe;
import io.gatehouse.http.timer.ScheduledTimer;
import io.gatehouse.mongodb.MongoConnections;
import io.gatehouse.observability.anomaly.Analytics;
import io.gatehouse.observability.api.DashboardApi;
import io.gatehouse.observability.grouping.ExchangeGroups;
import io.gatehouse.observability.usage.UsageLedger;
import io.gatehouse.throttle.shared.SharedLedger;
import java.util.Optional;

/**
 * What goes on besides requests, and has to be ended: probing, timers, what adapters do, counting with others and for later, connections to
 * stores, listening to the garbage collector, looking at traffic, writing the access log.
 */
public final class BackgroundWork implements AutoCloseable {

    private final Upstreams upstreams;
    private final HealthMonitor health;
    private final HttpUpstreamProbe probe;
    private final ScheduledTimer timer;
    private final JvmMetrics process;
    private final Optional<SharedLedger> counters;
    private final Optional<UsageLedger> usage;
    private final AdaptersInUse adapters;
    private final MongoConnections mongo;
    private final Optional<AccessLog> accessLog;
    private final Optional<DashboardApi> dashboard;
    private final Optional<Analytics> analytics;
    private final ExchangeGroups groups;

    @Inject
    BackgroundWork(
            Upstreams upstreams,
            HealthMonitor health,
            HttpUpstreamProbe probe,
            ScheduledTimer timer,
            JvmMetrics process,
            Optional<SharedLedger> counters,
            Optional<UsageLedger> usage,
            AdaptersInUse adapters,
            MongoConnections mongo,
            Optional<AccessLog> accessLog,
            Optional<DashboardApi> dashboard,
            Optional<Analytics> analytics,
            ExchangeGroups groups) {
        this.upstreams = upstreams;
        this.health = health;
        this.probe = probe;
        this.timer = timer;
        this.process = process;
        this.counters = counters;
        this.usage = usage;
        this.adapters = adapters;
        this.mongo = mongo;
        this.accessLog = accessLog;
        this.dashboard = dashboard;
        this.analytics = analytics;
        this.groups = groups;
    }

    /** Begins what goes on without anybody asking for it; what only explains requests does not. */
    void begin() {
        adapters.start();
        counters.ifPresent(SharedLedger::begin);
        groups.begin();
        dashboard.ifPresent(DashboardApi::begin);
        usage.ifPresent(UsageLedger::begin);
        analytics.ifPresent(Analytics::start);
    }

    /** The timer and the connections go after those who use them, the access log last: it has a line for every request. */
    @Override
    public void close() {
        upstreams.close();
        health.close();
        probe.close();
        counters.ifPresent(SharedLedger::close);
        usage.ifPresent(UsageLedger::close);
        groups.close();
        adapters.close();
        timer.close();
        process.close();
        mongo.close();
        dashboard.ifPresent(DashboardApi::close);
        accessLog.ifPresent(AccessLog::close);
    }
}
