package io.gatehouse.domain.gateway;

import static io.gatehouse.domain.service.TestServices.FORWARDING;
import static io.gatehouse.domain.service.TestServices.service;
import static io.gatehouse.domain.service.TestServices.version;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.domain.address.AddressRange;
import io.gatehouse.domain.device.DeviceParser;
import io.gatehouse.domain.geo.GeoDatabase;
import io.gatehouse.domain.identity.TokenVerifier;
import io.gatehouse.domain.pipeline.Outcome;
import io.gatehouse.domain.pipeline.Permits;
import io.gatehouse.domain.pipeline.RequestStage;
import io.gatehouse.domain.pipeline.RequestState;
import io.gatehouse.domain.pipeline.StageRunner;
import io.gatehouse.domain.pipeline.StageScheduler;
import io.gatehouse.domain.pipeline.WorkKind;
import io.gatehouse.domain.quota.TestMetering;
import io.gatehouse.domain.rejection.Refusal;
import io.gatehouse.domain.rejection.Rejection;
import io.gatehouse.domain.request.ClientAddresses;
import io.gatehouse.domain.request.CredentialNames;
import io.gatehouse.domain.request.ForwardedHeader;
import io.gatehouse.domain.request.HeaderLines;
import io.gatehouse.domain.request.TestRequest;
import io.gatehouse.domain.service.HostAddress;
import io.gatehouse.domain.service.Services;
import io.gatehouse.domain.service.TestServices;
import io.gatehouse.domain.time.SystemClock;
import io.gatehouse.domain.upstream.HostOutcome;
import io.gatehouse.domain.upstream.UpstreamGroup;
import io.gatehouse.domain.upstream.Upstreams;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestStagesTest {

    private static final HostAddress HOST = new HostAddress(false, "127.0.0.1", 9001);

    private final Services services = new Services(
            List.of(
                    service("orders", FORWARDING, Set.of("GET", "POST"), null, version("orders", "1", HOST)),
                    service(
                            "files",
                            TestServices.LENIENT,
                            Set.of(),
                            null,
                            version("files", "1", HOST),
                            version("files", "2", HOST))),
            List.of());
    private final Upstreams upstreams = new Upstreams();

    RequestStagesTest() {
        upstreams.update(services);
    }

    @Test
    void stagesStandInTheOrderOfTheDesign() {
        assertThat(stages())
                .extracting(stage -> stage.getClass().getSimpleName())
                .containsExactly(
                        "IdentifyExchange",
                        "CanonicaliseRequest",
                        "BanAddresses",
                        "ThrottleEdge",
                        "HandlePreflight",
                        "CheckGatewayMaintenance",
                        "FindService",
                        "CheckServiceMaintenance",
                        "CheckMethod",
                        "FindKey",
                        "CheckTenantMaintenance",
                        "LimitTenantConcurrency",
                        "ResolveTrustedClient",
                        "AuthorizeVersion",
                        "RequireKey",
                        "CheckAddress",
                        "CheckCountry",
                        "CheckDevice",
                        "CheckCertificate",
                        "VerifyToken",
                        "AuthorizeUser",
                        "RequireToken",
                        "CheckServiceAccess",
                        "CheckApiAccess",
                        "ThrottleCaller",
                        "ApplySourceRules",
                        "RecallResponse",
                        "ChooseHost");
    }

    @Test
    void forwardsAGoodRequestToAHost() {
        Outcome outcome = walk(TestRequest.get("/orders/v1/items"));

        assertThat(outcome).isInstanceOf(Outcome.Forward.class);
        RequestState state = outcome.state();
        assertThat(state.hostPermit().host().address()).isEqualTo(HOST);
        assertThat(state.route().forwardPath()).isEqualTo("/items");
        assertThat(state.version().key()).hasToString("orders:1");
        assertThat(state.exchange().id()).hasSize(32);
        state.hostPermit().end(HostOutcome.UNUSED);
        assertThat(state.hostPermit().host().inFlight()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "TRACE,   /orders,          METHOD_NOT_SUPPORTED",
        "CONNECT, /orders,          METHOD_NOT_SUPPORTED",
        "GET,     /orders/../x,     AMBIGUOUS_PATH",
        "GET,     /orders/a%2fb,    AMBIGUOUS_PATH",
        "GET,     /orders/a;b,      AMBIGUOUS_PATH",
        "GET,     /nothing,         SERVICE_UNKNOWN",
        "GET,     /,                SERVICE_UNKNOWN",
        "DELETE,  /orders,          METHOD_NOT_ALLOWED",
        "GET,     /orders/v2/x,     VERSION_UNKNOWN",
        "GET,     /orders:2/x,      VERSION_UNKNOWN",
    })
    void refusesWithACodeOfItsOwn(String method, String path, Rejection expected) {
        assertThat(refusal(TestRequest.get(path).with(method)).rejection()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/files/a%2fb", "/files/a%25b", "/files/a;b=1"})
    void aServiceMayOptInToOddPaths(String path) {
        assertThat(walk(TestRequest.get(path))).isInstanceOf(Outcome.Forward.class);
    }

    @Test
    void namesTheAllowedMethods() {
        Refusal refusal = refusal(TestRequest.get("/orders").with("DELETE"));

        assertThat(refusal.headers()).containsEntry("Allow", "GET, POST");
    }

    @Test
    void takesTheNewestVersionIfNoneIsAskedFor() {
        assertThat(walk(TestRequest.get("/files/x")).state().version().key()).hasToString("files:2");
    }

    @Test
    void refusesIfAllHostsAreSick() {
        UpstreamGroup group = upstreams.groups().stream()
                .filter(g -> g.key().toString().equals("orders:1"))
                .findFirst()
                .orElseThrow();
        group.health(group.hosts().get(0), "status 500");

        Refusal refusal = refusal(TestRequest.get("/orders"));

        assertThat(refusal.rejection()).isEqualTo(Rejection.NO_HEALTHY_HOST);
        assertThat(refusal.headers()).containsKey("Retry-After");
    }

    @Test
    void takesARequestIdFromTrustedPeersOnly() throws Exception {
        InetAddress proxy = InetAddress.getByName("10.0.0.1");
        InetAddress stranger = InetAddress.getByName("203.0.113.9");
        HeaderLines offered = HeaderLines.of("X-Request-Id", "abc-123");

        assertThat(walk(TestRequest.get("/orders").from(proxy, offered))
                        .state()
                        .exchange()
                        .id())
                .isEqualTo("abc-123");
        assertThat(walk(TestRequest.get("/orders").from(stranger, offered))
                        .state()
                        .exchange()
                        .id())
                .isNotEqualTo("abc-123");
        assertThat(walk(TestRequest.get("/orders").from(proxy, HeaderLines.of("X-Request-Id", "a b")))
                        .state()
                        .exchange()
                        .id())
                .hasSize(32);
    }

    private List<RequestStage> stages() {
        var addresses = new ClientAddresses(List.of(AddressRange.parse("10.0.0.0/8")), ForwardedHeader.X_FORWARDED_FOR);
        return RequestStages.inOrder(new StageInputs(
                addresses,
                GeoDatabase.NONE,
                DeviceParser.NONE,
                CredentialNames.DEFAULT,
                "dev",
                TokenVerifier.NONE,
                TestMetering.counting(new SystemClock()),
                upstreams,
                new SystemClock()));
    }

    private Refusal refusal(TestRequest request) {
        Outcome outcome = walk(request);
        assertThat(outcome).isInstanceOf(Outcome.Refused.class);
        return ((Outcome.Refused) outcome).refusal();
    }

    private Outcome walk(TestRequest request) {
        var ended = new AtomicReference<Outcome>();
        var runner = new StageRunner(stages(), (stage, defect) -> {
            throw new AssertionError(defect);
        });
        runner.run(
                RequestState.begin(request, TestServices.snapshot(services), new Permits()),
                new NoCarrier(),
                ended::set);
        return ended.get();
    }

    /** No stage of this list blocks or waits. */
    private static final class NoCarrier implements StageScheduler {
        @Override
        public boolean offload(WorkKind kind, String share, Runnable work, Runnable then) {
            throw new AssertionError("a stage asked to work elsewhere");
        }

        @Override
        public void await(CompletionStage<?> signal, Runnable then) {
            throw new AssertionError("a stage asked to wait");
        }

        @Override
        public void after(Duration delay, Runnable then) {
            throw new AssertionError("a stage asked to wait");
        }
    }
}
