package io.gatehouse.http.admin;

import io.gatehouse.domain.admin.AdminRoute;
import io.gatehouse.domain.registry.LiveRegistry;
import io.gatehouse.domain.service.HealthCheck;
import io.gatehouse.domain.service.HostAddress;
import io.gatehouse.domain.service.Services;
import io.gatehouse.domain.service.TestServices;
import io.gatehouse.domain.time.ManualClock;
import io.gatehouse.domain.upstream.UpstreamGroup;
import io.gatehouse.domain.upstream.Upstreams;
import io.gatehouse.http.metrics.GatewayMetrics;
import io.gatehouse.http.metrics.PrometheusPage;
import io.gatehouse.http.metrics.TrafficClock;
import io.gatehouse.http.tls.ServedCertificates;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** An admin server over two services, one of them probed, whose hosts a test can sicken. */
final class AdminFixture implements AutoCloseable {

    static final HostAddress ONE = new HostAddress(false, "10.0.0.1", 8080);
    static final HostAddress TWO = new HostAddress(true, "10.0.0.2", 443);

    final ManualClock clock = new ManualClock();
    final Upstreams upstreams = new Upstreams();
    volatile Readiness readiness = Readiness.READY;
    private final AdminServer server;
    private final InetSocketAddress address;

    AdminFixture(AdminRoute... more) throws IOException {
        this(InetAddress::isLoopbackAddress, more);
    }

    /** A server that takes those addresses for loopback ones. */
    AdminFixture(Predicate<InetAddress> loopback, AdminRoute... more) throws IOException {
        Services services = services();
        upstreams.update(services);
        var live = new LiveRegistry(TestServices.snapshot(services));
        var view = new AdminView(
                new AdminView.About("dev", "1.2.3"), live, upstreams, clock, Optional::empty, ServedCertificates.NONE);
        var traffic = new TrafficClock();
        var registry = traffic.prometheusRegistry();
        var metrics = new GatewayMetrics(registry, traffic, upstreams, 100);
        metrics.registry(live, clock);
        List<AdminRoute> routes =
                new ArrayList<>(AdminRoutes.of(view, () -> readiness, new PrometheusPage(registry, metrics::refresh)));
        routes.addAll(List.of(more));
        server = new AdminServer(
                new AdminSettings(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), null),
                routes,
                clock,
                loopback,
                anybody -> true);
        address = server.start();
    }

    InetSocketAddress address() {
        return address;
    }

    AdminClient client() {
        return new AdminClient(address);
    }

    UpstreamGroup group(String service) {
        return upstreams.groups().stream()
                .filter(group -> group.key().service().equals(service))
                .findFirst()
                .orElseThrow();
    }

    @Override
    public void close() {
        server.close();
    }

    static Services services() {
        var check = new HealthCheck("/", null, Duration.ofSeconds(5), Duration.ofSeconds(1), 2, 1, false);
        return new Services(
                List.of(
                        TestServices.service(
                                "orders",
                                TestServices.FORWARDING,
                                Set.of(),
                                check,
                                TestServices.version("orders", "1", ONE, TWO)),
                        TestServices.service("stock", "2.1")),
                List.of());
    }
}
