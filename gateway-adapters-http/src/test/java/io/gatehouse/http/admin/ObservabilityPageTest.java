package io.gatehouse.http.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.gatehouse.domain.TestPki;
import io.gatehouse.domain.health.HealthListener;
import io.gatehouse.domain.memory.HeapShare;
import io.gatehouse.domain.quota.QuotaDecision.QuotaOutcome;
import io.gatehouse.domain.registry.LiveRegistry;
import io.gatehouse.domain.rejection.Rejection;
import io.gatehouse.domain.service.BreakerPolicy;
import io.gatehouse.domain.service.ConcurrencyPolicy;
import io.gatehouse.domain.service.ConcurrencyPolicy.Bounds;
import io.gatehouse.domain.service.Requirements;
import io.gatehouse.domain.service.Resilience;
import io.gatehouse.domain.service.Service;
import io.gatehouse.domain.service.ServiceVersion;
import io.gatehouse.domain.service.Services;
import io.gatehouse.domain.service.TestServices;
import io.gatehouse.domain.service.VersionKey;
import io.gatehouse.domain.service.VersionNumber;
import io.gatehouse.domain.time.ManualClock;
import io.gatehouse.domain.time.SystemClock;
import io.gatehouse.domain.traffic.ExchangeRecord;
import io.gatehouse.domain.traffic.TestExchanges;
import io.gatehouse.domain.upstream.BreakerState;
import io.gatehouse.domain.upstream.FakeDiscovery;
import io.gatehouse.domain.upstream.Upstreams;
import io.gatehouse.http.accesslog.AccessLog;
import io.gatehouse.http.exchange.GrpcRefusals;
import io.gatehouse.http.exchange.Traces;
import io.gatehouse.http.forwarding.MirrorListener.CopyOutcome;
import io.gatehouse.http.metrics.GatewayMetrics;
import io.gatehouse.http.metrics.PrometheusPage;
import io.gatehouse.http.metrics.TrafficClock;
import io.gatehouse.http.pool.PoolState;
import io.gatehouse.http.tls.BadCertificateException;
import io.gatehouse.http.tls.HandshakeCounts;
import io.gatehouse.http.tls.ListenerTls;
import io.gatehouse.http.tls.ServedCertificates;
import io.gatehouse.http.tls.TlsSettings;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page for operators names what there is, and nothing else. */
class ObservabilityPageTest {

    /** An exchange of which everything is known. */
    private static final ExchangeRecord WHOLE = TestExchanges.retried(TestExchanges.whole("/"));

    private final String page = read();

    @TempDir
    private Path folder;

    @Test
    void namesEveryFieldOfTheAccessLogInOrder() throws IOException {
        var line = new ByteArrayOutputStream();
        var log = AccessLog.to(line, AccessLog.AccessLogFormat.JSON);
        log.ended(WHOLE);
        log.close();
        List<String> written = new ArrayList<>();
        new ObjectMapper().readTree(line.toByteArray()).fieldNames().forEachRemaining(written::add);
        assertThat(rows(section("## Access log"))).isEqualTo(written);
    }

    @Test
    void namesEveryMetric() {
        Set<String> families = new TreeSet<>(matches("(?m)^# TYPE ((?:gatehouse|http)_\\S+)", metrics()));
        assertThat(families).hasSizeGreaterThan(10);
        assertThat(new TreeSet<>(rows(section("## Metrics")))).isEqualTo(families);
    }

    @Test
    void namesEveryBucket() {
        List<String> bounds = matches("http_server_request_duration_seconds_bucket\\{.*le=\"([0-9.E-]+)\"", metrics());
        assertThat(bounds).hasSize(16);
        String numbers = section("## Metrics").replaceAll("\\s+", " ");
        List<Double> told =
                matches("\\b([0-9.]+)(?=,| and)", numbers.substring(numbers.indexOf("in seconds are"))).stream()
                        .map(Double::valueOf)
                        .toList();
        assertThat(told)
                .startsWith(bounds.stream().limit(15).map(Double::valueOf).toArray(Double[]::new));
        assertThat(numbers).contains("30 and 60.");
    }

    @Test
    void namesEveryAdminRoute() {
        var view = new AdminView(
                new AdminView.About("dev", "1"),
                null,
                new Upstreams(),
                new ManualClock(),
                Optional::empty,
                ServedCertificates.NONE);
        List<String> routes = AdminRoutes.of(view, () -> Readiness.READY, null).stream()
                .flatMap(route -> route.methods().stream().map(method -> method + " " + route.path()))
                .toList();
        assertThat(rows(section("## Admin server"))).containsAll(routes);
    }

    private static ServedCertificates certificates(Path folder) {
        TestPki pair = TestPki.authority("test authority").issue("EC", "localhost");
        try {
            Path file = Files.writeString(folder.resolve("own.pem"), pair.chainPem() + pair.keyPem());
            var settings = new TlsSettings(
                    List.of(new TlsSettings.Pair(file, file)),
                    TlsSettings.MinimumVersion.TLS_1_2,
                    null,
                    List.of("http/1.1"),
                    null,
                    TlsSettings.TlsEngine.JDK);
            return new ServedCertificates(
                    List.of(new ServedCertificates.SecuredPort("listen", new ListenerTls(settings))));
        } catch (IOException | BadCertificateException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The page that a gateway shows after everything there is has happened once. */
    private String metrics() {
        var clock = new TrafficClock();
        PrometheusMeterRegistry registry = clock.prometheusRegistry();
        var upstreams = new Upstreams();
        var guard = new BreakerPolicy(
                null,
                null,
                Duration.ofSeconds(5),
                5,
                20,
                Duration.ofSeconds(30),
                Duration.ofSeconds(10),
                TestServices.ORIGIN);
        var most = new ConcurrencyPolicy(new Bounds(5, 5), null, 0, Duration.ZERO, 0, TestServices.ORIGIN);
        var services = new Services(
                Stream.concat(AdminFixture.services().all().stream(), Stream.of(discovered()))
                        .map(service -> TestServices.with(new Resilience(guard, null, most), service))
                        .toList(),
                List.of());
        upstreams.update(services);
        var metrics = new GatewayMetrics(registry, clock, upstreams, 100);
        metrics.inFlight(() -> 1);
        metrics.pools(() -> List.of(new PoolState(AdminFixture.ONE, 1, 1, 1, 1)));
        var live = new LiveRegistry(TestServices.snapshot(services));
        metrics.registry(live, new ManualClock());
        AccessLog log = AccessLog.to(new ByteArrayOutputStream(), AccessLog.AccessLogFormat.JSON);
        metrics.accessLog(log);
        metrics.programLog(() -> 1, () -> 0);
        metrics.ended(WHOLE);
        metrics.ended("acme", 200, 1);
        metrics.ended(TestExchanges.refused(WHOLE, Rejection.SERVICE_AT_LIMIT));
        metrics.quotas().decided("strict", QuotaOutcome.REFUSED);
        metrics.heap(List.of(new HeapShare("throttle-counters", 1, () -> 1, () -> 1)));
        metrics.waiting(() -> 0);
        metrics.handshakes(new HandshakeCounts());
        metrics.grpcRefusals(new GrpcRefusals());
        metrics.missed(() -> 0, () -> 0);
        metrics.traces(new Traces(0, 1, peer -> false, new SystemClock()));
        metrics.certificates(certificates(folder));
        metrics.issuing("listen.tls.acme", () -> 1, () -> 0, () -> true);
        metrics.mirrors().ended("orders", CopyOutcome.ANSWERED);
        metrics.compression().compressed("orders", 2000, 200);
        GatewayMetrics.quotaStore(registry).asked(1, true);
        HealthListener health = metrics;
        upstreams.groups().forEach(group -> health.changed(group.key(), AdminFixture.ONE, "refused"));
        upstreams.groups().forEach(group -> metrics.breakerChanged(group.key(), BreakerState.Kind.OPEN));
        byte[] body =
                new PrometheusPage(registry, metrics::refresh).render(null).body();
        log.close();
        return new String(body, StandardCharsets.UTF_8);
    }

    private static Service discovered() {
        var version = new ServiceVersion(
                new VersionKey("found", VersionNumber.parse("1")),
                FakeDiscovery.source("found"),
                Requirements.NOTHING,
                TestServices.ORIGIN);
        return TestServices.service("found", TestServices.FORWARDING, Set.of(), null, version);
    }

    /** The names in the first column of the tables of a section. */
    private static List<String> rows(String section) {
        return matches("(?m)^\\| `([^`]+)` \\|", section);
    }

    private String section(String title) {
        int from = page.indexOf(title + "\n");
        int to = page.indexOf("\n## ", from);
        return page.substring(from, to < 0 ? page.length() : to);
    }

    private static List<String> matches(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
    }

    private static String read() {
        try {
            return Files.readString(Path.of("..", "docs", "observability.md"));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
