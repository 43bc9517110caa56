package io.gatehouse.observability.api;

import io.gatehouse.domain.admin.AdminRequest;
import io.gatehouse.domain.admin.AdminResponse;
import io.gatehouse.domain.admin.AdminRoute;
import io.gatehouse.domain.registry.LiveRegistry;
import io.gatehouse.domain.service.Route;
import io.gatehouse.domain.service.Service;
import io.gatehouse.domain.service.ServiceVersion;
import io.gatehouse.domain.time.GatewayClock;
import io.gatehouse.observability.ApiJson;
import io.gatehouse.observability.api.TrafficViews.LogState;
import io.gatehouse.observability.api.TrafficViews.RouteView;
import io.gatehouse.observability.api.TrafficViews.SecondView;
import io.gatehouse.observability.tally.TrafficTallies;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** {@code /dashboard/api/metrics} and {@code /routes}: what the traffic adds up to, in all and by route. Safe for concurrent use. */
public final class TrafficEndpoints {

    private static final int MOST_ROUTES = 1_000;

    private final TrafficTallies tallies;
    private final LiveRegistry registry;
    private final GatewayClock clock;
    private final Supplier<LogState> log;
    private final long startedMillis;

    TrafficEndpoints(TrafficTallies tallies, LiveRegistry registry, GatewayClock clock, Supplier<LogState> log) {
        this.tallies = tallies;
        this.registry = registry;
        this.clock = clock;
        this.log = log;
        this.startedMillis = clock.epochMillis();
    }

    List<AdminRoute> routes() {
        return List.of(
                new ApiRoute("/dashboard/api/metrics", this::metrics),
                new ApiRoute("/dashboard/api/routes", this::listRoutes));
    }

    private AdminResponse metrics(AdminRequest request) {
        long now = clock.epochMillis();
        return ApiJson.ok(new TrafficViews.Metrics(
                ApiJson.time(now),
                ApiJson.time(startedMillis),
                tallies.lastMinute(now),
                tallies.codes(now),
                tallies.seconds().stream().map(SecondView::of).toList(),
                log.get()));
    }

    /** A route by what exchanges know it by; several hosts may have a route of the same path to the same service. */
    private record Label(String route, String service) {}

    private AdminResponse listRoutes(AdminRequest request) {
        long now = clock.epochMillis();
        var services = registry.current().services();
        Map<Label, List<Route>> byLabel =
                new TreeMap<>(Comparator.comparing(Label::route).thenComparing(Label::service));
        for (Service service : services.all()) {
            if (!service.onlyRedirects()) {
                byLabel.put(new Label(service.name(), service.name()), List.of());
            }
        }
        for (Route route : services.routes()) {
            byLabel.merge(new Label(route.path(), route.service().name()), List.of(route), TrafficEndpoints::joined);
        }
        List<RouteView> views = new ArrayList<>();
        byLabel.forEach((label, routes) -> views.add(view(label, routes, services.named(label.service()), now)));
        views.sort(Comparator.comparingLong((RouteView one) -> one.lastMinute().requests())
                .reversed());
        return ApiJson.ok(new TrafficViews.Routes(views.size(), views.subList(0, Math.min(MOST_ROUTES, views.size()))));
    }

    private static List<Route> joined(List<Route> some, List<Route> more) {
        var all = new ArrayList<>(some);
        all.addAll(more);
        return all;
    }

    private RouteView view(Label label, List<Route> routes, @Nullable Service service, long now) {
        List<String> hosts = new ArrayList<>();
        for (Route route : routes) {
            if (route.host() != null) {
                hosts.add(route.host());
            }
        }
        String declared = routes.isEmpty() ? null : routes.get(0).origin().toString();
        List<String> versions = service == null
                ? List.of()
                : service.versions().stream().map(TrafficEndpoints::number).toList();
        return new RouteView(
                label.route(),
                label.service(),
                hosts.isEmpty() ? null : hosts,
                declared == null && service != null ? service.origin().toString() : String.valueOf(declared),
                versions,
                tallies.route(label.service(), label.route(), now));
    }

    private static String number(ServiceVersion version) {
        return version.key().version().toString();
    }
}
