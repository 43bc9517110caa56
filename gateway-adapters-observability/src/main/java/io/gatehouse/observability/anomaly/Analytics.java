package io.gatehouse.observability.anomaly;

import io.gatehouse.domain.rejection.Fault;
import io.gatehouse.domain.rejection.Rejection;
import io.gatehouse.domain.time.GatewayClock;
import io.gatehouse.domain.time.Timer;
import io.gatehouse.domain.traffic.ExchangeRecord;
import io.gatehouse.observability.anomaly.AnomalyWatch.RouteKey;
import io.gatehouse.observability.anomaly.Tally.Count;
import io.gatehouse.observability.feed.FeedEvent;
import io.gatehouse.observability.feed.FeedEvent.Kind;
import io.gatehouse.observability.grouping.ExchangeGroup;
import io.gatehouse.observability.grouping.ExchangeGroups.GroupReader;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Counts what routes and hosts do by minute, and has each five minutes compared with the past. What the gateway refused for what the
 * client did is counted, and not learned from: neither whoever is refused nor an attack changes what is usual.
 *
 * <p>Safe for concurrent use; counting takes no lock.
 */
public final class Analytics implements GroupReader {

    private static final int MOST_ROUTES = 1000;
    private static final int MOST_HOSTS = 2000;
    private static final String NONE = "none";
    private static final String OTHER = "other";
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Set<Rejection> LIMITS =
            EnumSet.of(Rejection.TOO_MANY_REQUESTS, Rejection.TENANT_AT_LIMIT, Rejection.TENANT_AT_LINE_LIMIT);

    private final GatewayClock clock;
    private final Timer timer;
    private final Runnable collect;
    private final MinuteLog<RouteKey> routes;
    private final MinuteLog<HostKey> hosts;
    private final AnomalyWatch watch;
    private final long keptMinutes;
    private long comparedTo;

    /** A host of a version of a service, as records call them. */
    record HostKey(String service, String version, String upstream) {}

    /**
     * Keeps as much as these settings say, by this clock; minutes begin by this timer.
     *
     * @param collect brings the exchanges that are on their way here; called before a minute ends, and before anybody looks
     * @param events hears of each anomaly that begins or is over
     */
    public Analytics(
            AnalyticsSettings settings, GatewayClock clock, Timer timer, Runnable collect, Consumer<FeedEvent> events) {
        this.watch = new AnomalyWatch(anomaly -> events.accept(new FeedEvent(Kind.ANOMALY, AnomalyView.of(anomaly))));
        this.clock = clock;
        this.timer = timer;
        this.collect = collect;
        this.keptMinutes = settings.keep().toMinutes();
        long minute = minute();
        this.comparedTo = minute / AnomalyWatch.BLOCK * AnomalyWatch.BLOCK;
        long half = settings.memory().bytes() / 2;
        this.routes = new MinuteLog<>(minute, new RouteKey(OTHER, OTHER), MOST_ROUTES, keptMinutes, half);
        this.hosts = new MinuteLog<>(minute, new HostKey(OTHER, OTHER, OTHER), MOST_HOSTS, keptMinutes, half);
    }

    /** Begins to go by the timer. */
    public void start() {
        long left = MINUTE.toMillis() - clock.epochMillis() % MINUTE.toMillis();
        timer.after(Duration.ofMillis(left), this::nextMinute);
    }

    /** Called by the timer, one at a time. */
    private void nextMinute() {
        try {
            collect.run();
            long minute = minute();
            routes.begin(minute);
            hosts.begin(minute);
            compare(minute);
        } finally {
            start();
        }
    }

    /** The last minute of a block is only compared once nobody counts in it any more. */
    private void compare(long minute) {
        if (minute < comparedTo || minute > comparedTo + 3 * AnomalyWatch.BLOCK) {
            // The clock was set, or everything stood still: of what lies between nothing is known, not that there was
            // no traffic.
            comparedTo = (minute / AnomalyWatch.BLOCK + 1) * AnomalyWatch.BLOCK;
            watch.clockWasSetTo(minute);
        }
        while (comparedTo + AnomalyWatch.BLOCK < minute) {
            watch.ended(comparedTo, routes.sums(comparedTo, comparedTo + AnomalyWatch.BLOCK));
            comparedTo += AnomalyWatch.BLOCK;
        }
    }

    private long minute() {
        return clock.epochMillis() / MINUTE.toMillis();
    }

    @Override
    public void ended(ExchangeGroup group, long nowMillis) {
        ExchangeRecord exchange = group.latest();
        int count = group.count();
        ExchangeRecord.Matched matched = exchange.matched();
        AtomicLongArray route = routes.now(new RouteKey(
                Objects.requireNonNullElse(matched.route(), NONE),
                Objects.requireNonNullElse(matched.service(), NONE)));
        Rejection rejection = exchange.rejection();
        Tally.count(route, Count.REQUESTS, count);
        int status = exchange.status();
        if (status >= 400) {
            Tally.count(route, status >= 500 ? Count.SERVER_ERRORS : Count.CLIENT_ERRORS, count);
        }
        if (rejection != null) {
            Tally.count(route, Count.REFUSED, count);
            if (LIMITS.contains(rejection)) {
                Tally.count(route, Count.LIMITED, count);
            }
        }
        if (rejection == null || rejection.fault() != Fault.CLIENT) {
            Tally.count(route, Count.ACCEPTED, count);
            for (int i = 0; i < count; i++) {
                Tally.took(route, group.durationNanos(i));
            }
        }
        Tally.count(route, Count.BYTES_IN, group.bytesIn());
        Tally.count(route, Count.BYTES_OUT, group.bytesOut());
        host(group, exchange, rejection);
    }

    private void host(ExchangeGroup group, ExchangeRecord exchange, @Nullable Rejection rejection) {
        ExchangeRecord.Matched matched = exchange.matched();
        String upstream = exchange.forwarding().upstream();
        if (upstream == null || matched.service() == null || matched.version() == null) {
            return;
        }
        AtomicLongArray host = hosts.now(new HostKey(matched.service(), matched.version(), upstream));
        Tally.count(host, Count.REQUESTS, group.count());
        boolean failed = rejection == null ? exchange.status() >= 500 : rejection.fault() == Fault.UPSTREAM;
        if (failed) {
            Tally.count(host, Count.SERVER_ERRORS, group.count());
        }
        for (int i = 0; i < group.responded(); i++) {
            Tally.took(host, group.firstByteNanos(i));
        }
    }

    /** The oldest minute that may be kept, since the epoch. */
    long firstKept() {
        return minute() - keptMinutes + 1;
    }

    long nowMinute() {
        return minute();
    }

    MinuteLog<RouteKey> routes() {
        collect.run();
        return routes;
    }

    MinuteLog<HostKey> hosts() {
        collect.run();
        return hosts;
    }

    AnomalyWatch anomalies() {
        return watch;
    }
}
