package io.gatehouse.domain.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.configuration.Origin;
import io.gatehouse.domain.intake.CanonicaliseRequest;
import io.gatehouse.domain.maintenance.Maintenance;
import io.gatehouse.domain.pipeline.Decision;
import io.gatehouse.domain.pipeline.DecisionTrace;
import io.gatehouse.domain.pipeline.Permits;
import io.gatehouse.domain.pipeline.RequestStage;
import io.gatehouse.domain.pipeline.RequestState;
import io.gatehouse.domain.rejection.Refusal;
import io.gatehouse.domain.rejection.Rejection;
import io.gatehouse.domain.request.CredentialNames;
import io.gatehouse.domain.request.TestRequest;
import io.gatehouse.domain.service.Forwarding;
import io.gatehouse.domain.service.Service;
import io.gatehouse.domain.service.Services;
import io.gatehouse.domain.service.TestServices;
import io.gatehouse.domain.upstream.BalancedRequest;
import io.gatehouse.domain.upstream.HostOutcome;
import io.gatehouse.domain.upstream.HostPermit;
import io.gatehouse.domain.upstream.TriedHosts;
import io.gatehouse.domain.upstream.Upstreams;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each stage of routing by itself. */
class RoutingStagesTest {

    private final List<String> notes = new ArrayList<>();

    private final DecisionTrace trace = new DecisionTrace() {
        @Override
        public boolean wanted() {
            return true;
        }

        @Override
        public void note(@Nullable Origin decidedBy, String compared) {
            notes.add(compared);
        }
    };

    @ParameterizedTest
    @CsvSource({
        "/orders,              orders, /",
        "/orders/items/4,      orders, /items/4",
        "/orders/v1/items,     orders, /items",
        "/orders:1/items,      orders, /items",
        "/shop/items,          orders, /items"
    })
    void findsTheServiceAndTheApiPath(String path, String service, String apiPath) {
        RequestState found = proceeds(new FindService(), canonical(path, plain()));
        assertThat(found.route().service().name()).isEqualTo(service);
        assertThat(found.route().apiPath()).isEqualTo(apiPath);
        assertThat(notes).hasSize(1);
        assertThat(notes.get(0)).startsWith(service + " by ").endsWith("API path " + apiPath);
    }

    @ParameterizedTest
    @CsvSource({"/", "/other", "/ordersx/items", "/orders:x/items", "/Orders"})
    void stopsWhatLeadsNowhere(String path) {
        assertThat(refused(new FindService(), canonical(path, plain())).rejection())
                .isEqualTo(Rejection.SERVICE_UNKNOWN);
        assertThat(notes).isEmpty();
    }

    @Test
    void stopsSpellingsThatTheServiceDoesNotAccept() {
        for (String path : List.of("/orders/a%2Fb", "/orders/a%25b", "/orders/a;v=1")) {
            Refusal refusal = refused(new FindService(), canonical(path, plain()));
            assertThat(refusal.rejection()).as(path).isEqualTo(Rejection.AMBIGUOUS_PATH);
            assertThat(refusal.detail()).isNotBlank();
            proceeds(new FindService(), canonical(path, service(TestServices.LENIENT, Set.of(), null)));
        }
    }

    @Test
    void stopsMethodsThatTheServiceDoesNotAllowAndNamesThoseThatItDoes() {
        Service service = service(TestServices.FORWARDING, Set.of("POST", "GET", "DELETE"), null);
        proceeds(new CheckMethod(), routed("GET", service));
        proceeds(new CheckMethod(), routed("PATCH", plain()));
        Refusal refusal = refused(new CheckMethod(), routed("PATCH", service));
        assertThat(refusal.rejection()).isEqualTo(Rejection.METHOD_NOT_ALLOWED);
        assertThat(refusal.headers()).containsEntry("Allow", "DELETE, GET, POST");
    }

    @Test
    void stopsWhatGoesToAServiceUnderMaintenance() {
        proceeds(new CheckServiceMaintenance(), routed("GET", plain()));
        var maintenance = new Maintenance(503, "Back at ten", 600L, TestServices.ORIGIN);
        Service service = service(TestServices.FORWARDING, Set.of(), maintenance);
        Refusal refusal = refused(new CheckServiceMaintenance(), routed("GET", service));
        assertThat(refusal.rejection()).isEqualTo(Rejection.MAINTENANCE);
        assertThat(refusal.status()).isEqualTo(503);
        assertThat(refusal.detail()).isEqualTo("Back at ten");
        assertThat(refusal.headers()).containsEntry("Retry-After", "600");
        assertThat(notes).last().asString().contains("Back at ten");

        var endless = new Maintenance(418, "Gone fishing", null, TestServices.ORIGIN);
        assertThat(refused(
                                new CheckServiceMaintenance(),
                                routed("GET", service(TestServices.FORWARDING, Set.of(), endless)))
                        .headers())
                .isEmpty();
    }

    @Test
    void asksTheBalancerForAHostWithTheRequest() {
        Service service = plain();
        var upstreams = new Upstreams();
        upstreams.update(new Services(List.of(service), List.of()));
        RequestState state = routed("GET", service).with(service.newest(), null);
        var seen = new ArrayList<BalancedRequest>();
        RequestState chosen = proceeds(
                new ChooseHost((version, request, tried) -> {
                    assertThat(tried).isEqualTo(TriedHosts.NONE);
                    seen.add(request);
                    return upstreams.begin(version, request, tried);
                }),
                state);
        HostPermit permit = chosen.hostPermit();
        assertThat(seen).hasSize(1).first().isSameAs(state);
        assertThat(permit.host().inFlight()).isEqualTo(1);
        permit.end(HostOutcome.UNUSED);
        assertThat(notes).last().isEqualTo(permit.host().address().toString());
    }

    @Test
    void stopsWhatFindsNoHealthyHost() {
        Service service = plain();
        RequestState state = routed("GET", service).with(service.newest(), null);
        Refusal refusal = refused(new ChooseHost((version, request, tried) -> null), state);
        assertThat(refusal.rejection()).isEqualTo(Rejection.NO_HEALTHY_HOST);
        assertThat(refusal.headers()).containsEntry("Retry-After", "5");
        assertThat(notes).last().isEqualTo("no host is healthy and takes requests");
    }

    private static Service plain() {
        return service(TestServices.FORWARDING, Set.of(), null);
    }

    private static Service service(Forwarding forwarding, Set<String> methods, @Nullable Maintenance maintenance) {
        Service plain = TestServices.service("orders", "1");
        return new Service(
                plain.name(),
                plain.versions(),
                List.of(),
                methods,
                plain.loadBalancing(),
                null,
                plain.resilience(),
                forwarding,
                maintenance,
                false,
                null,
                plain.origin());
    }

    private RequestState canonical(String path, Service service) {
        return canonical(TestRequest.get(path), service);
    }

    private RequestState canonical(TestRequest request, Service service) {
        var services = new Services(List.of(service), List.of(TestServices.route("/shop", null, service, true)));
        var begun = RequestState.begin(request, TestServices.snapshot(services), new Permits(), trace);
        return proceeds(new CanonicaliseRequest(CredentialNames.DEFAULT), begun);
    }

    private RequestState routed(String method, Service service) {
        return proceeds(
                new FindService(), canonical(TestRequest.get("/orders/items").with(method), service));
    }

    private static RequestState proceeds(RequestStage stage, RequestState state) {
        Decision decision = stage.decide(state);
        assertThat(decision).isInstanceOf(Decision.Continue.class);
        return ((Decision.Continue) decision).state();
    }

    private static Refusal refused(RequestStage stage, RequestState state) {
        Decision decision = stage.decide(state);
        assertThat(decision).isInstanceOf(Decision.Reject.class);
        return ((Decision.Reject) decision).refusal();
    }
}
