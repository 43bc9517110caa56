package io.gatehouse.compiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.gatehouse.configuration.Default;
import io.gatehouse.configuration.ExtensionTypes;
import io.gatehouse.domain.service.ConcurrencyPolicy;
import io.gatehouse.domain.service.HealthCheck;
import io.gatehouse.domain.service.HostSource;
import io.gatehouse.domain.service.Requirements;
import io.gatehouse.domain.service.ResponsePolicy;
import io.gatehouse.domain.service.RetryPolicy;
import io.gatehouse.domain.service.RetryPolicy.Condition;
import io.gatehouse.domain.service.Route;
import io.gatehouse.domain.service.Service;
import io.gatehouse.domain.service.Services;
import io.gatehouse.domain.service.VersionNumber;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of each word of a service. */
class ServiceCompilerTest {

    @Test
    void aServiceThatSaysOnlyWhereItRunsHasTheDefaults() {
        Service orders = service("");

        assertThat(orders.methods())
                .containsExactlyInAnyOrder("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");
        assertThat(orders.loadBalancing().inWords()).isEqualTo("round-robin");
        assertThat(orders.healthCheck()).isNull();
        assertThat(orders.maintenance()).isNull();
        assertThat(orders.keepOpen()).isFalse();
        assertThat(orders.dedicated()).isEmpty();
        var forwarding = orders.forwarding();
        assertThat(forwarding.timeouts().connect()).isEqualTo(Duration.ofSeconds(1));
        assertThat(forwarding.timeouts().response()).isEqualTo(Duration.ofSeconds(30));
        assertThat(forwarding.timeouts().idle()).isEqualTo(Duration.ofSeconds(60));
        assertThat(forwarding.timeouts().total()).isNull();
        assertThat(forwarding.passCredentials()).isFalse();
        assertThat(forwarding.preserveHost()).isFalse();
        assertThat(forwarding.passEncodedSlash()).isFalse();
        assertThat(forwarding.passParameters()).isFalse();
        assertThat(forwarding.injectSoajs()).isFalse();
        assertThat(forwarding.responses()).isEqualTo(ResponsePolicy.NONE);
        assertThat(forwarding.maxBodySize()).isNull();
    }

    @Test
    void saysHowRequestsAreForwarded() {
        var forwarding = service("""
            timeouts: {connect: 2s, response: 3s, idle: 4s, total: 5s}, credentials: pass, host-header: preserve,
            encoded-slash: pass, path-parameters: pass, inject-soajs: true, compression: true, cache: {max-entry: 3KB, cache-status: true},
            idempotency: {header: X-Once, keep: 2h, max-body-size: 2KB}, max-body-size: 2MB,
            response-headers: {set: {X-Frame-Options: DENY}, remove: [Server]},\
            """).forwarding();

        assertThat(forwarding.timeouts().connect()).isEqualTo(Duration.ofSeconds(2));
        assertThat(forwarding.timeouts().response()).isEqualTo(Duration.ofSeconds(3));
        assertThat(forwarding.timeouts().idle()).isEqualTo(Duration.ofSeconds(4));
        assertThat(forwarding.timeouts().total()).isEqualTo(Duration.ofSeconds(5));
        assertThat(forwarding.passCredentials()).isTrue();
        assertThat(forwarding.preserveHost()).isTrue();
        assertThat(forwarding.passEncodedSlash()).isTrue();
        assertThat(forwarding.passParameters()).isTrue();
        assertThat(forwarding.injectSoajs()).isTrue();
        assertThat(forwarding.responses().compression()).isTrue();
        var cache = Objects.requireNonNull(forwarding.responses().cache());
        assertThat(cache.mostEntry()).isEqualTo(3 << 10);
        assertThat(cache.status()).isTrue();
        var idempotency = Objects.requireNonNull(forwarding.responses().idempotency());
        assertThat(idempotency.header()).isEqualTo("X-Once");
        assertThat(idempotency.keep()).isEqualTo(Duration.ofHours(2));
        assertThat(idempotency.mostBody()).isEqualTo(2048);
        assertThat(forwarding.maxBodySize()).isEqualTo(2L << 20);
        assertThat(forwarding.responseHeaders().set()).containsEntry("X-Frame-Options", "DENY");
        assertThat(forwarding.responseHeaders().remove()).containsExactly("Server");
    }

    @Test
    void saysWhatIsTriedAgain() {
        RetryPolicy retry = Objects.requireNonNull(service("""
                retry: {attempts: 3, on: [reset, 503, connect-failure, 429], budget: 10%, per-try-timeout: 2s, hedge: true},""").forwarding().retry());

        assertThat(retry.attempts()).isEqualTo(3);
        assertThat(retry.on()).containsExactlyInAnyOrder(Condition.RESET, Condition.CONNECT_FAILURE);
        assertThat(retry.statuses()).containsExactlyInAnyOrder(429, 503);
        assertThat(retry.budget()).isEqualTo(0.1);
        assertThat(retry.perTry()).isEqualTo(Duration.ofSeconds(2));
        assertThat(retry.hedge()).isTrue();
        assertThat(retry.sameHost()).isTrue();
    }

    @Test
    void triesAgainOnOtherHostsWhereNothingIsSaidAndNeverWhereThatIsOff() {
        RetryPolicy usual = Objects.requireNonNull(service("").forwarding().retry());
        assertThat(usual).isEqualTo(RetryPolicy.usual(usual.origin()));
        assertThat(service("retry: off,").forwarding().retry()).isNull();
        RetryPolicy written =
                Objects.requireNonNull(service("retry: {},").forwarding().retry());
        assertThat(written.attempts()).isEqualTo(1);
        assertThat(written.budget()).isEqualTo(0.2);
        assertThat(written.on()).containsExactly(Condition.CONNECT_FAILURE);
    }

    @Test
    void namesTheHeaderOfDeadlines() {
        assertThat(service("timeouts: {deadline-header: grpc-timeout},")
                        .forwarding()
                        .timeouts()
                        .deadlineHeader())
                .isEqualTo("grpc-timeout");
    }

    @Test
    void saysHowHostsAreProbed() {
        HealthCheck check = Objects.requireNonNull(service("""
            health-check: {path: /up, port: 9100, host: orders.example, statuses: [204], headers: {X-Probe: yes},
              interval: 2s, timeout: 500ms, unhealthy-after: 3, healthy-after: 2, panic: true},\
            """).healthCheck());

        assertThat(check.path()).isEqualTo("/up");
        assertThat(check.port()).isEqualTo(9100);
        assertThat(check.host()).isEqualTo("orders.example");
        assertThat(check.statuses()).hasToString("[204]");
        assertThat(check.headers().keySet()).containsExactly("X-Probe");
        assertThat(check.interval()).isEqualTo(Duration.ofSeconds(2));
        assertThat(check.timeout()).isEqualTo(Duration.ofMillis(500));
        assertThat(check.unhealthyAfter()).isEqualTo(3);
        assertThat(check.healthyAfter()).isEqualTo(2);
        assertThat(check.panic()).isTrue();
        HealthCheck usual =
                Objects.requireNonNull(service("health-check: {path: /up}, ").healthCheck());
        assertThat(usual.port()).isNull();
        assertThat(usual.statuses()).isEqualTo(HealthCheck.USUAL_STATUSES);
        assertThat(service("health-check: off, ").healthCheck()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "round-robin | round-robin",
                "least-requests | least-requests",
                "peak-ewma | peak-ewma",
                "consistent-hash | consistent-hash by key",
                "{consistent-hash: {by: user}} | consistent-hash by user",
                "{strategy: random, sticky-cookie: {name: at}} | random, unless the cookie at names a host",
                "{sticky-cookie: {}} | round-robin, unless the cookie gatehouse-host-orders names a host",
            })
    void choosesHostsByTheStrategyThatIsWritten(String written, String compiled) {
        assertThat(service("load-balancing: " + written + ", ").loadBalancing().inWords())
                .isEqualTo(compiled);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "5 | 5 in flight; 100 wait for up to 1000 ms, 50 of a tenant",
                "{limit: {max: 20}, queue: off} | 5 to 20 by latency in flight; nobody waits",
                "{host-limit: 3, queue: {length: 10, timeout: 2s, tenant-share: 5%}} | 3 in flight on a host; 10 wait for up to 2000 ms, 1 of a tenant",
            })
    void boundsWhatIsInFlight(String written, String compiled) {
        ConcurrencyPolicy policy = Objects.requireNonNull(
                service("concurrency: " + written + ", ").resilience().concurrency());
        assertThat(policy.inWords()).isEqualTo(compiled);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[key]                  | true  | false | false",
                "[token]                | false | true  | false",
                "[key, token]           | true  | true  | false",
                "{any-of: [key, token]} | true  | true  | true",
                "[]                     | false | false | false",
            })
    void aVersionRequiresWhatItSays(String written, boolean key, boolean token, boolean anyOf) {
        Services services = FlowText.compile(
                        "services: {orders: {versions: {1: {hosts: [http://127.0.0.1:9001], requires: " + written
                                + "}}}}")
                .services();
        Service orders = Objects.requireNonNull(services.named("orders"));

        assertThat(orders.newest().demands()).isEqualTo(Requirements.of(key, token, anyOf));
    }

    @Test
    void aVersionRequiresACertificateBesides() {
        Services services = FlowText.compile(
                        "services: {orders: {versions: {1: {hosts: [http://127.0.0.1:9001], requires: [key, certificate]}}}}")
                .services();
        Service orders = Objects.requireNonNull(services.named("orders"));

        assertThat(orders.newest().demands())
                .isEqualTo(Requirements.of(true, false, false).withCertificate());
    }

    record Room(String rooms, @Default("left") String door) {}

    record Nothing() {}

    @Test
    void aVersionAsksADiscoveryAndAServiceAStrategyThatOthersBring() {
        var extensions = new ExtensionTypes(
                Map.of("discovery", Map.of("rooms", Room.class), "load-balancing", Map.of("last-host", Nothing.class)));
        Services services = FlowText.compile(
                        "services: {orders: {load-balancing: last-host, versions: {1: {hosts: {rooms: kitchen},"
                                + " requires: []}}}}",
                        extensions)
                .services();
        Service orders = Objects.requireNonNull(services.named("orders"));

        assertThat(orders.loadBalancing().strategy()).isEqualTo("last-host");
        var asked = (HostSource.Discovered) orders.newest().source();
        assertThat(asked.discovery()).isEqualTo("rooms");
        assertThat(asked.parameters()).isEqualTo(new Room("kitchen", "left"));
        assertThat(asked).hasToString("{rooms: kitchen, door: left}");
        assertThat(orders.newest().hosts()).isEmpty();
    }

    @Test
    void aVersionHasItsHostsWithTheirWeights() {
        Services services = FlowText.compile("""
            services: {orders: {versions: {
              1: {hosts: [http://127.0.0.1:9001, {url: https://orders.example, weight: 3}], requires: []},
              1.10: {hosts: [http://10.0.0.2:9002], requires: []}}}}\
            """).services();
        Service orders = Objects.requireNonNull(services.named("orders"));

        assertThat(Objects.requireNonNull(orders.version(VersionNumber.parse("1")))
                        .hosts())
                .extracting(
                        host -> host.address().tls(),
                        host -> host.address().host(),
                        host -> host.address().port(),
                        host -> host.weight())
                .containsExactly(tuple(false, "127.0.0.1", 9001, 1), tuple(true, "orders.example", 443, 3));
        assertThat(orders.newest().key().version()).isEqualTo(VersionNumber.parse("1.10"));
        assertThat(orders.newest().origin().source()).isEqualTo("test");
    }

    @Test
    void aRouteLeadsToItsService() {
        Services services = FlowText.compile("""
            services: {orders: {routes: [{path: /api/orders/}, {path: /o, host: API.example, version: 1, strip: true}],
              versions: {1: {hosts: [http://127.0.0.1:9001], requires: []}}}}\
            """).services();

        assertThat(services.routes())
                .extracting(Route::path, Route::host, Route::version, Route::strip)
                .containsExactly(
                        tuple("/api/orders", null, null, false),
                        tuple("/o", "api.example", VersionNumber.parse("1"), true));
        assertThat(services.routes())
                .extracting(route -> route.service().name())
                .containsOnly("orders");
    }

    @Test
    void maintenanceCountsOnlyWhileItIsOn() {
        assertThat(service("maintenance: {on: false}, ").maintenance()).isNull();
        var maintenance = Objects.requireNonNull(
                service("maintenance: {on: true, status: 502, message: Back soon, retry-after: 1500ms}, ")
                        .maintenance());
        assertThat(maintenance.status()).isEqualTo(502);
        assertThat(maintenance.message()).isEqualTo("Back soon");
        assertThat(maintenance.retryAfterSeconds()).isEqualTo(2);
        var usual = Objects.requireNonNull(service("maintenance: {on: true}, ").maintenance());
        assertThat(usual.status()).isEqualTo(503);
        assertThat(usual.retryAfterSeconds()).isNull();
    }

    private static Service service(String words) {
        Services services = FlowText.compile("services: {orders: {" + words
                        + "versions: {1: {hosts: [http://127.0.0.1:9001], requires: []}}}}")
                .services();
        return Objects.requireNonNull(services.named("orders"));
    }
}
