package io.gatehouse.observability.api;

import io.gatehouse.domain.admin.AdminResponse;
import io.gatehouse.domain.admin.AdminRoute;
import io.gatehouse.domain.health.HealthListener;
import io.gatehouse.domain.registry.LiveRegistry;
import io.gatehouse.domain.time.GatewayClock;
import io.gatehouse.domain.upstream.Upstreams;
import io.gatehouse.observability.api.TrafficViews.LogState;
import io.gatehouse.observability.feed.FeedRoute;
import io.gatehouse.observability.feed.LiveFeed;
import io.gatehouse.observability.feed.UpstreamEvents;
import io.gatehouse.observability.grouping.ExchangeGroups;
import io.gatehouse.observability.tally.ObservedTallies;
import io.gatehouse.observability.tally.TrafficTallies;
import io.gatehouse.observability.tally.TrafficTallies.Saturation;
import io.gatehouse.observability.trafficlog.TrafficLog;
import io.gatehouse.observability.trafficlog.TrafficQueue;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The part of the dashboard that looks at traffic: what takes it in, and the routes that show it. Safe for concurrent use; closed with the gateway.
 */
public final class DashboardApi implements AutoCloseable {

    private static final String DESCRIPTION = "dashboard-api.yaml";

    private final TrafficTallies tallies = new TrafficTallies();
    private final ObservedTallies observed = new ObservedTallies();
    private final LiveFeed feed = new LiveFeed();
    private final @Nullable TrafficLog log;
    private final TrafficQueue queue;
    private final ExchangeGroups groups;
    private final LiveRegistry registry;
    private final GatewayClock clock;

    /**
     * Looks at traffic from {@link #begin} on.
     *
     * @param log keeps exchanges; null if none are kept
     * @param groups adds all exchanges up
     * @param saturation how full the gateway is; asked once a second
     */
    public DashboardApi(
            @Nullable TrafficLog log,
            ExchangeGroups groups,
            LiveRegistry registry,
            GatewayClock clock,
            Supplier<Saturation> saturation) {
        this.log = log;
        this.groups = groups;
        this.registry = registry;
        this.clock = clock;
        var readers = new ArrayList<TrafficQueue.Reader>();
        if (log != null) {
            readers.add(log);
        }
        readers.add(new SecondBySecond(upToDate(tallies, groups), feed, registry, saturation));
        readers.add(observed);
        readers.add(feed);
        this.queue = new TrafficQueue(readers, clock);
        groups.tellWhereThereIsRoom(tallies::add);
    }

    /** Begins to look at what it hears of. */
    public void begin() {
        queue.start();
    }

    /** What all exchanges so far add up to. */
    private static Supplier<TrafficTallies> upToDate(TrafficTallies tallies, ExchangeGroups groups) {
        return () -> {
            groups.collect();
            return tallies;
        };
    }

    /** What is to hear of every exchange, besides what adds them up. */
    public TrafficQueue traffic() {
        return queue;
    }

    /** Where else events may be told. */
    public LiveFeed feed() {
        return feed;
    }

    /** What is to hear of the health of hosts. */
    public HealthListener health() {
        return new UpstreamEvents(feed, clock);
    }

    /** Tells the feed of breakers and hosts that are left out from now on. */
    public void listenTo(Upstreams upstreams) {
        upstreams.listen(new UpstreamEvents(feed, clock));
    }

    /** The routes of the admin port; {@code past} knows the registries that were served. */
    public List<AdminRoute> routes(PastRegistries past) {
        byte[] description = description();
        List<AdminRoute> routes = new ArrayList<>();
        new TrafficEndpoints(tallies, registry, clock, this::logState).routes().forEach(one -> routes.add(exact(one)));
        routes.addAll(new LogEndpoints(log, past, this::logState).routes());
        routes.add(exact(new ApiRoute("/dashboard/api/tenants", new TenantEndpoint(tallies, registry, clock)::handle)));
        routes.add(new ApiRoute("/dashboard/api/observed", new ObservedEndpoint(observed, registry, clock)::handle));
        routes.add(new FeedRoute(feed));
        routes.add(new ApiRoute(
                "/dashboard/api/openapi.yaml",
                request -> new AdminResponse(200, "application/yaml; charset=utf-8", description)));
        return routes;
    }

    /** The same, of all exchanges so far. */
    private AdminRoute exact(AdminRoute route) {
        return new ApiRoute(route.path(), request -> {
            groups.collect();
            return route.handle(request);
        });
    }

    private LogState logState() {
        return log == null
                ? new LogState(null, null, 0, 0, queue.dropped())
                : new LogState(
                        log.keep(),
                        log.keepBytes(),
                        log.store().count(),
                        log.store().bytes(),
                        queue.dropped() + log.skipped());
    }

    private static byte[] description() {
        try (InputStream file = DashboardApi.class.getResourceAsStream(DESCRIPTION)) {
            if (file == null) {
                throw new IllegalStateException("the description of the API is not in the jar");
            }
            return file.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        queue.close();
    }
}
