package io.gatehouse.benchmarks;

import io.gatehouse.configuration.Origin;
import io.gatehouse.domain.service.Balancing;
import io.gatehouse.domain.service.Forwarding;
import io.gatehouse.domain.service.HeaderEdits;
import io.gatehouse.domain.service.Host;
import io.gatehouse.domain.service.HostAddress;
import io.gatehouse.domain.service.Requirements;
import io.gatehouse.domain.service.Resilience;
import io.gatehouse.domain.service.ResponsePolicy;
import io.gatehouse.domain.service.RetryPolicy;
import io.gatehouse.domain.service.Route;
import io.gatehouse.domain.service.Service;
import io.gatehouse.domain.service.ServiceVersion;
import io.gatehouse.domain.service.Services;
import io.gatehouse.domain.service.Steering;
import io.gatehouse.domain.service.Timeouts;
import io.gatehouse.domain.service.VersionKey;
import io.gatehouse.domain.service.VersionNumber;
import io.gatehouse.domain.upstream.BuiltInStrategy;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Services and routes to measure with: {@code service-0}, {@code service-1} and so on, each with two versions of three
 * hosts and two routes.
 */
public enum SampleRegistry {
    /** What a small team runs: 3 services, 6 routes. */
    SMALL(3),
    /** What a large company runs: 1,000 services, 2,000 routes. */
    LARGE(1000);

    /** The host name that half of the routes ask for. */
    static final String HOST = "api.shop.example";

    private static final Origin ORIGIN = Origin.of("benchmark");
    private static final int AREAS = 40;
    private static final int PATHS = 64;

    private final int size;

    SampleRegistry(int size) {
        this.size = size;
    }

    Services services() {
        List<Service> services = IntStream.range(0, size)
                .mapToObj(n -> service("service-" + n, BuiltInStrategy.ROUND_ROBIN, 3))
                .toList();
        return new Services(services, services.stream().flatMap(this::routes).toList());
    }

    /** Paths by which services are reached by their own name, in no order. */
    List<String> pathsByName() {
        return shuffled().mapToObj(n -> "/service-" + n + "/v1/items/4711").toList();
    }

    /** Paths by which services are reached by a route, in no order. */
    List<String> pathsByRoute() {
        return shuffled()
                .mapToObj(n -> "/api/" + area(n) + "/service-" + n + "/items/4711")
                .toList();
    }

    /** A service with two versions on so many hosts each. */
    static Service service(String name, BuiltInStrategy balancing, int hosts) {
        return service(name, balancing, hosts, Resilience.NONE);
    }

    /** The same with this to keep failures from spreading. */
    static Service service(String name, BuiltInStrategy balancing, int hosts, Resilience resilience) {
        return new Service(
                name,
                List.of(version(name, "1", hosts), version(name, "2", hosts)),
                List.of(),
                Set.of("GET", "HEAD", "POST"),
                Balancing.by(balancing.configured(), ORIGIN),
                null,
                resilience,
                forwarding(),
                null,
                false,
                null,
                ORIGIN);
    }

    private static ServiceVersion version(String service, String number, int hosts) {
        List<Host> listed = IntStream.range(0, hosts)
                .mapToObj(n -> new Host(new HostAddress(false, "upstream.invalid", 9000 + n), 1))
                .toList();
        return new ServiceVersion(
                new VersionKey(service, VersionNumber.parse(number)), listed, Requirements.NOTHING, ORIGIN);
    }

    private Stream<Route> routes(Service service) {
        int number = Integer.parseInt(service.name().substring("service-".length()));
        String path = "/api/" + area(number) + "/" + service.name();
        return Stream.of(
                new Route(path, null, service, null, true, ORIGIN),
                new Route(path + "/v1", HOST, service, VersionNumber.parse("1"), false, ORIGIN));
    }

    private IntStream shuffled() {
        return IntStream.range(0, PATHS).map(n -> (int) ((n * 7919L + 13) % size));
    }

    private static String area(int service) {
        return "area-" + service % AREAS;
    }

    private static Forwarding forwarding() {
        var timeouts = new Timeouts(Duration.ofSeconds(1), Duration.ofSeconds(30), Duration.ofSeconds(60), null, null);
        return new Forwarding(
                timeouts,
                RetryPolicy.usual(Origin.of("sample")),
                false,
                false,
                false,
                false,
                HeaderEdits.NONE,
                ResponsePolicy.NONE,
                false,
                null,
                Steering.USUAL);
    }
}
