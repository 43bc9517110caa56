package io.gatehouse.http.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.domain.rejection.Rejection;
import io.gatehouse.domain.service.HealthCheck;
import io.gatehouse.domain.service.HostAddress;
import io.gatehouse.domain.service.Service;
import io.gatehouse.domain.service.Services;
import io.gatehouse.domain.service.TestServices;
import io.gatehouse.domain.traffic.ExchangeRecord;
import io.gatehouse.domain.traffic.TestExchanges;
import io.gatehouse.domain.upstream.HostOutcome;
import io.gatehouse.domain.upstream.HostPermit;
import io.gatehouse.domain.upstream.TestBalancedRequest;
import io.gatehouse.domain.upstream.TriedHosts;
import io.gatehouse.domain.upstream.UpstreamGroup;
import io.gatehouse.domain.upstream.Upstreams;
import io.gatehouse.http.accesslog.AccessLog;
import io.gatehouse.http.pool.PoolState;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GatewayMetricsTest {

    private static final HostAddress ONE = new HostAddress(false, "10.0.0.1", 8080);
    private static final HostAddress TWO = new HostAddress(true, "10.0.0.2", 443);

    private final TrafficClock clock = new TrafficClock();
    private final PrometheusMeterRegistry registry = clock.prometheusRegistry();
    private final Upstreams upstreams = new Upstreams();
    private final GatewayMetrics metrics = new GatewayMetrics(registry, clock, upstreams, 100);
    private final PrometheusPage page = new PrometheusPage(registry, metrics::refresh);

    @BeforeEach
    void deploy() {
        upstreams.update(services("orders", ONE, TWO));
    }

    @AfterEach
    void close() {
        registry.close();
    }

    @Test
    void asksForWhatWasAddedUpByTenantWhenSomebodyLooksAndBeforeTenantsAreDropped() {
        var added = new ArrayDeque<>(List.of("gone", "gone"));
        metrics.collectedBy(() -> {
            String tenant = added.poll();
            if (tenant != null) {
                metrics.ended(tenant, 200, 3);
            }
        });
        assertThat(scrape().value("gatehouse_tenant_requests_total", "tenant=gone,status=2xx"))
                .isEqualTo(3);

        metrics.registryChanged(TestServices.snapshot(services("orders", ONE)));

        assertThat(added).isEmpty();
        assertThat(scrape().series("gatehouse_tenant_requests_total")).isEmpty();
    }

    @Test
    void timesRequestsByRouteServiceMethodAndStatus() {
        metrics.ended(exchange("/shop", "orders", "GET", 200, null));
        metrics.ended(exchange("/shop", "orders", "GET", 200, null));
        metrics.ended(exchange("/shop", "orders", "POST", 503, Rejection.NO_HEALTHY_HOST));
        metrics.ended(exchange(null, null, "GET", 404, Rejection.SERVICE_UNKNOWN));
        metrics.ended(exchange(null, null, "BREW", 499, Rejection.CLIENT_GONE));
        Scrape scrape = scrape();

        String good = "http_route=/shop,service=orders,http_request_method=GET,http_response_status_code=200";
        assertThat(scrape.types()).containsEntry("http_server_request_duration_seconds", "histogram");
        assertThat(scrape.value("http_server_request_duration_seconds_count", good))
                .isEqualTo(2);
        assertThat(scrape.value("http_server_request_duration_seconds_sum", good))
                .isEqualTo(0.024);
        assertThat(scrape.value("http_server_request_duration_seconds_max", good))
                .isEqualTo(0.012);
        assertThat(scrape.value("http_server_request_duration_seconds_bucket", good + ",le=0.01"))
                .isZero();
        assertThat(scrape.value("http_server_request_duration_seconds_bucket", good + ",le=0.025"))
                .isEqualTo(2);
        assertThat(scrape.value("http_server_request_duration_seconds_bucket", good + ",le=+Inf"))
                .isEqualTo(2);
        assertThat(scrape.value(
                        "http_server_request_duration_seconds_count",
                        "http_route=/shop,service=orders,http_request_method=POST,http_response_status_code=503"))
                .isEqualTo(1);
        assertThat(scrape.value(
                        "http_server_request_duration_seconds_count",
                        "http_route=none,service=none,http_request_method=GET,http_response_status_code=404"))
                .isEqualTo(1);
        assertThat(scrape.value(
                        "http_server_request_duration_seconds_count",
                        "http_route=none,service=none,http_request_method=_OTHER,http_response_status_code=499"))
                .isEqualTo(1);
    }

    @Test
    void hasTheBucketsThatTheDocumentationNames() {
        metrics.ended(exchange("/shop", "orders", "GET", 200, null));
        String good = "http_route=/shop,service=orders,http_request_method=GET,http_response_status_code=200";
        Scrape scrape = scrape();
        for (String bound : List.of(
                "5.0E-4", "0.001", "0.0025", "0.005", "0.01", "0.025", "0.05", "0.1", "0.25", "0.5", "1.0", "2.5",
                "5.0", "10.0", "30.0", "60.0", "+Inf")) {
            assertThat(scrape.value("http_server_request_duration_seconds_bucket", good + ",le=" + bound))
                    .isNotNegative();
        }
        assertThat(scrape.series("http_server_request_duration_seconds_bucket")).hasSize(17);
    }

    @Test
    void countsRejectionsByCodeFromZero() {
        metrics.ended(exchange("/shop", "orders", "GET", 503, Rejection.NO_HEALTHY_HOST));
        Scrape scrape = scrape();
        assertThat(scrape.value("gatehouse_rejections_total", "code=no-healthy-host,fault=upstream"))
                .isEqualTo(1);
        assertThat(scrape.value("gatehouse_rejections_total", "code=service-unknown,fault=client"))
                .isZero();
        assertThat(scrape.series("gatehouse_rejections_total")).hasSize(Rejection.values().length);
    }

    @Test
    void timesAndCountsWhatUpstreamsDo() {
        metrics.ended(exchange("/shop", "orders", "GET", 200, null));
        metrics.ended(failed("http://10.0.0.1:8080", Rejection.UPSTREAM_TIMEOUT));
        metrics.ended(failed("http://10.0.0.1:8080", Rejection.UPSTREAM_TIMEOUT));
        metrics.ended(failed("http://10.0.0.1:8080", Rejection.CLIENT_GONE));
        Scrape scrape = scrape();
        String host = "service=orders,version=1,upstream=http://10.0.0.1:8080";
        assertThat(scrape.value("http_client_request_duration_seconds_count", host))
                .isEqualTo(1);
        assertThat(scrape.value("http_client_request_duration_seconds_sum", host))
                .isEqualTo(0.009);
        assertThat(scrape.value("gatehouse_upstream_failures_total", host + ",code=upstream-timeout"))
                .isEqualTo(2);
        assertThat(scrape.series("gatehouse_upstream_failures_total")).hasSize(1);
    }

    /** The client saw the upstream's 200, and then the end of its connection. */
    @Test
    void countsAnAnswerThatWasCutOffAsAFailure() {
        metrics.ended(failed("http://10.0.0.1:8080", Rejection.UPSTREAM_BAD_ANSWER, 200));
        Scrape scrape = scrape();
        assertThat(scrape.value("gatehouse_rejections_total", "code=upstream-bad-answer,fault=upstream"))
                .isEqualTo(1);
        assertThat(scrape.value(
                        "gatehouse_upstream_failures_total",
                        "service=orders,version=1,upstream=http://10.0.0.1:8080,code=upstream-bad-answer"))
                .isEqualTo(1);
    }

    @Test
    void showsHostsAsTheyAreAtTheScrape() {
        UpstreamGroup group = upstreams.groups().iterator().next();
        HostPermit attempt = group.begin(TestBalancedRequest.GET, TriedHosts.NONE);
        group.health(group.hosts().get(1), "refused");
        metrics.changed(group.key(), TWO, "refused");
        metrics.pools(() -> List.of(new PoolState(ONE, 7, 3, 2, 5)));
        Scrape scrape = scrape();
        String one = "service=orders,version=1,upstream=http://10.0.0.1:8080";
        String two = "service=orders,version=1,upstream=https://10.0.0.2";
        assertThat(scrape.value("gatehouse_upstream_healthy", one)).isEqualTo(1);
        assertThat(scrape.value("gatehouse_upstream_healthy", two)).isZero();
        assertThat(scrape.value("gatehouse_upstream_in_flight", one)).isEqualTo(1);
        String pool = "upstream=http://10.0.0.1:8080";
        assertThat(scrape.value("gatehouse_upstream_connections", pool + ",state=busy"))
                .isEqualTo(4);
        assertThat(scrape.value("gatehouse_upstream_connections", pool + ",state=idle"))
                .isEqualTo(3);
        assertThat(scrape.value("gatehouse_upstream_connections", pool + ",state=connecting"))
                .isEqualTo(2);
        assertThat(scrape.value("gatehouse_upstream_waiting", pool)).isEqualTo(5);
        assertThat(scrape.value("gatehouse_upstream_health_changes_total", two + ",to=unhealthy"))
                .isEqualTo(1);
        assertThat(scrape.value("gatehouse_upstream_health_changes_total", two + ",to=healthy"))
                .isZero();

        attempt.end(HostOutcome.UNUSED);
        group.health(group.hosts().get(1), null);
        metrics.changed(group.key(), TWO, null);
        metrics.pools(List::of);
        scrape = scrape();
        assertThat(scrape.value("gatehouse_upstream_healthy", two)).isEqualTo(1);
        assertThat(scrape.value("gatehouse_upstream_in_flight", one)).isZero();
        assertThat(scrape.value("gatehouse_upstream_health_changes_total", two + ",to=healthy"))
                .isEqualTo(1);
        assertThat(scrape.series("gatehouse_upstream_connections")).isEmpty();
    }

    @Test
    void forgetsWhatTheRegistryDoesNotNameAnyMore() {
        metrics.ended(exchange("/shop", "orders", "GET", 200, null));
        metrics.ended(exchange(null, null, "GET", 404, Rejection.SERVICE_UNKNOWN));
        metrics.ended(exchange("orders", "orders", "GET", 200, null));
        Services changed = services("orders", TWO);
        upstreams.update(changed);
        upstreams.retain(changed);
        metrics.registryChanged(TestServices.snapshot(changed));
        Scrape scrape = scrape();
        assertThat(scrape.series("http_server_request_duration_seconds_count"))
                .containsExactlyInAnyOrder(
                        "http_server_request_duration_seconds_count{http_request_method=GET, http_response_status_code=404, http_route=none, service=none}",
                        "http_server_request_duration_seconds_count{http_request_method=GET, http_response_status_code=200, http_route=orders, service=orders}");
        assertThat(scrape.series("http_client_request_duration_seconds_count")).isEmpty();
        assertThat(scrape.series("gatehouse_upstream_health")).allMatch(series -> series.contains("10.0.0.2"));

        metrics.ended(exchange("/shop", "orders", "GET", 200, null));
        assertThat(
                        scrape().value(
                                        "http_server_request_duration_seconds_count",
                                        "http_route=/shop,service=orders,http_request_method=GET,http_response_status_code=200"))
                .as("an exchange that began before the change")
                .isEqualTo(1);
    }

    @Test
    void countsRoutesBeyondTheLimitTogether() {
        for (int i = 0; i < RequestMetrics.MOST_ROUTES + 50; i++) {
            metrics.ended(exchange("/route-" + i, "orders", "GET", 200, null));
        }
        Scrape scrape = scrape();
        assertThat(scrape.series("http_server_request_duration_seconds_count")).hasSize(RequestMetrics.MOST_ROUTES + 1);
        assertThat(scrape.value(
                        "http_server_request_duration_seconds_count",
                        "http_route=other,service=other,http_request_method=GET,http_response_status_code=200"))
                .isEqualTo(50);
    }

    @Test
    void inventsNoSeriesForWhatClientsInvent() {
        for (int i = 0; i < 1_000; i++) {
            metrics.ended(exchange(null, null, "M" + i, i, null));
        }
        assertThat(scrape().series("http_server_request_duration_seconds_count"))
                .hasSizeLessThanOrEqualTo(46);
    }

    @Test
    void showsWhatItWasToldToWatch() {
        metrics.inFlight(() -> 42);
        var log = AccessLog.to(OutputStream.nullOutputStream(), AccessLog.AccessLogFormat.JSON);
        metrics.accessLog(log);
        log.close();
        log.ended(exchange(null, null, "GET", 200, null));
        Scrape scrape = scrape();
        assertThat(scrape.value("http_server_active_requests", "")).isEqualTo(42);
        assertThat(scrape.value("gatehouse_access_log_lines_total", "outcome=dropped"))
                .isEqualTo(1);
        assertThat(scrape.value("gatehouse_access_log_lines_total", "outcome=written"))
                .isZero();
        assertThat(scrape.value("gatehouse_access_log_lines_total", "outcome=failed"))
                .isZero();
    }

    @Test
    void showsTheProcessItself() {
        var jvm = new JvmMetrics(registry);
        Scrape scrape = scrape();
        jvm.close();
        assertThat(scrape.series("jvm_memory_used_bytes")).isNotEmpty();
        assertThat(scrape.series("process_uptime_seconds")).hasSize(1);
    }

    @Test
    void speaksOpenMetricsToThoseWhoAskForIt() {
        metrics.ended(exchange("/shop", "orders", "GET", 200, null));
        assertThat(page.render(null).contentType()).startsWith("text/plain; version=0.0.4");
        assertThat(page.render("*/*").contentType()).startsWith("text/plain");
        PrometheusPage.Rendered open =
                page.render("application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.2");
        assertThat(open.contentType()).startsWith("application/openmetrics-text");
        assertThat(new String(open.body(), StandardCharsets.UTF_8)).endsWith("# EOF\n");
    }

    @Test
    void forgetsOldMaximaAsTimePasses() {
        metrics.ended(exchange("/shop", "orders", "GET", 200, null));
        var later = exchange("/shop", "orders", "GET", 200, null);
        metrics.ended(at(later, later.startedMillis() + 3_600_000, 1_000_000));
        String good = "http_route=/shop,service=orders,http_request_method=GET,http_response_status_code=200";
        assertThat(Scrape.of(new PrometheusPage(registry, () -> {}).render(null).body())
                        .value("http_server_request_duration_seconds_max", good))
                .isEqualTo(0.001);
    }

    private Scrape scrape() {
        return Scrape.of(page.render(null).body());
    }

    private static Services services(String name, HostAddress... hosts) {
        Service service = TestServices.service(
                name,
                TestServices.FORWARDING,
                Set.of(),
                new HealthCheck("/", null, Duration.ofSeconds(1), Duration.ofSeconds(1), 1, 1, false),
                TestServices.version(name, "1", hosts));
        return new Services(List.of(service), List.of());
    }

    private static ExchangeRecord exchange(
            @Nullable String route,
            @Nullable String service,
            String method,
            int status,
            @Nullable Rejection rejection) {
        ExchangeRecord exchange = TestExchanges.matched(TestExchanges.get("/raw/path", status), route, service);
        exchange = TestExchanges.at(TestExchanges.by(exchange, method), System.currentTimeMillis(), 12_000_000);
        return service != null && rejection == null
                ? TestExchanges.forwarded(exchange, "http://10.0.0.1:8080", 9_000_000, null)
                : TestExchanges.refused(exchange, rejection);
    }

    private static ExchangeRecord failed(String upstream, Rejection rejection) {
        return failed(upstream, rejection, rejection.status());
    }

    private static ExchangeRecord failed(String upstream, Rejection rejection, int status) {
        ExchangeRecord exchange = TestExchanges.matched(TestExchanges.get("/", status), "/shop", "orders");
        return TestExchanges.refused(TestExchanges.forwarded(exchange, upstream, -1, null), rejection);
    }

    private static ExchangeRecord at(ExchangeRecord exchange, long startedMillis, long durationNanos) {
        return TestExchanges.at(exchange, startedMillis, durationNanos);
    }
}
