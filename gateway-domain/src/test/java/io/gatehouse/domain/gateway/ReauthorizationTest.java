package io.gatehouse.domain.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.configuration.Origin;
import io.gatehouse.domain.access.Access;
import io.gatehouse.domain.access.AccessRule;
import io.gatehouse.domain.access.Acl;
import io.gatehouse.domain.address.AddressRange;
import io.gatehouse.domain.address.AddressRule;
import io.gatehouse.domain.address.AddressTrie;
import io.gatehouse.domain.maintenance.Maintenance;
import io.gatehouse.domain.pipeline.Decision;
import io.gatehouse.domain.pipeline.RequestState;
import io.gatehouse.domain.policy.GatewayPolicy;
import io.gatehouse.domain.quota.LastCounters;
import io.gatehouse.domain.quota.Quotas;
import io.gatehouse.domain.registry.Snapshot;
import io.gatehouse.domain.rejection.Rejection;
import io.gatehouse.domain.request.HeaderLines;
import io.gatehouse.domain.request.TestRequest;
import io.gatehouse.domain.service.Service;
import io.gatehouse.domain.service.Services;
import io.gatehouse.domain.service.TestServices;
import io.gatehouse.domain.tenancy.ApiKey;
import io.gatehouse.domain.tenancy.ApiKeys;
import io.gatehouse.domain.tenancy.Application;
import io.gatehouse.domain.tenancy.Priority;
import io.gatehouse.domain.tenancy.Tenant;
import io.gatehouse.domain.tenancy.TestKeys;
import io.gatehouse.domain.time.ManualClock;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What was let through runs on as long as it would still be granted. */
class ReauthorizationTest {

    private static final Acl GRANTED = TestKeys.open("orders", "1", "2");
    private static final ApiKey KEY = TestKeys.key("web", GRANTED);
    private static final Service ORDERS = TestServices.service("orders", "1", "2");

    private final ManualClock clock = new ManualClock();
    private final Reauthorization reauthorization = new Reauthorization("dev", clock);

    @Test
    void letsAnExchangeRunOnThatIsStillGranted() {
        RequestState begun = begun("/orders/v1/items", KEY);
        Snapshot next = snapshot(List.of(ORDERS, TestServices.service("new", "1")), KEY, TestKeys.key("more", GRANTED));

        Decision decision = reauthorization.decide(begun, next);

        assertThat(decision).isInstanceOfSatisfying(Decision.Continue.class, runsOn -> {
            assertThat(runsOn.state().snapshot()).isSameAs(next);
            assertThat(runsOn.state().exchange()).isSameAs(begun.exchange());
            assertThat(runsOn.state().hostPermit()).isSameAs(begun.hostPermit());
            assertThat(runsOn.state().route().label()).isEqualTo(begun.route().label());
            assertThat(runsOn.state().caller().key()).isSameAs(KEY);
        });
    }

    @Test
    void endsItWithItsKey() {
        RequestState begun = begun("/orders", KEY);

        assertThat(reason(begun, snapshot(List.of(ORDERS)))).isEqualTo(Rejection.KEY_UNKNOWN);
        assertThat(reason(begun, snapshot(List.of(ORDERS), TestKeys.limited(KEY, null, null, true))))
                .isEqualTo(Rejection.KEY_REVOKED);
        assertThat(reason(begun, snapshot(List.of(ORDERS), TestKeys.limited(KEY, "live", null, false))))
                .isEqualTo(Rejection.KEY_WRONG_ENVIRONMENT);
    }

    @Test
    void endsItWhenItsKeyExpires() {
        RequestState begun = begun("/orders", TestKeys.limited(KEY, null, Scenario.NOW + 1000, false));

        assertThat(reason(begun, begun.snapshot())).isNull();
        clock.advance(Duration.ofMillis(Scenario.NOW + 1000 - clock.epochMillis()));
        assertThat(reason(begun, begun.snapshot())).isEqualTo(Rejection.KEY_EXPIRED);
    }

    @Test
    void endsItWhenItsKeyHasBecomeAnotherTenants() {
        var other = new Tenant("other", "", "", null, TestKeys.ORIGIN);
        ApiKey moved = of(new Application("storefront", other, "shop", "basic", Priority.NORMAL, TestKeys.ORIGIN));

        assertThat(reason(begun("/orders", KEY), snapshot(List.of(ORDERS), moved)))
                .isEqualTo(Rejection.KEY_UNKNOWN);
    }

    @Test
    void endsItWithItsServiceOrVersion() {
        RequestState begun = begun("/orders/v1/items", KEY);

        assertThat(reason(begun, snapshot(List.of(), KEY))).isEqualTo(Rejection.SERVICE_UNKNOWN);
        assertThat(reason(begun, snapshot(List.of(TestServices.service("orders", "2")), KEY)))
                .isEqualTo(Rejection.VERSION_UNKNOWN);
    }

    @Test
    void endsItWhenItsVersionOrApiIsNoLongerGranted() {
        RequestState begun = begun("/orders/v1/items", KEY);
        var admins =
                new AccessRule(new Access.Everybody(), new Access.MemberOf(Set.of("admin")), true, TestKeys.ORIGIN);
        var tightened = new Acl(Set.of("orders"), List.of(TestKeys.rules("orders", "1", admins)), null);

        assertThat(reason(begun, snapshot(List.of(ORDERS), TestKeys.key("web", TestKeys.open("orders", "2")))))
                .isEqualTo(Rejection.SERVICE_NOT_GRANTED);
        assertThat(reason(begun, snapshot(List.of(ORDERS), TestKeys.key("web", tightened))))
                .isEqualTo(Rejection.API_LOGIN_REQUIRED);
    }

    @Test
    void staysOnItsVersionWhenANewerOneComes() {
        RequestState begun = begun("/orders", TestKeys.key("web", TestKeys.open("orders", "1", "2", "3")));
        Snapshot next = snapshot(
                List.of(TestServices.service("orders", "1", "2", "3")),
                TestKeys.key("web", TestKeys.open("orders", "1", "2", "3")));

        assertThat(reauthorization.decide(begun, next))
                .isInstanceOfSatisfying(
                        Decision.Continue.class,
                        runsOn -> assertThat(runsOn.state().version().key()).hasToString("orders:2"));
    }

    @Test
    void endsItWhenItsAddressIsBannedOrNotTheKeysAnyMore() {
        RequestState begun = begun("/orders", KEY);
        AddressTrie<Origin> loopback = AddressTrie.of(Map.of(AddressRange.parse("127.0.0.0/8"), TestKeys.ORIGIN));
        var banning = new GatewayPolicy(null, loopback, null, null, null, Quotas.NONE, null);
        var bound = TestKeys.bound(
                KEY, new AddressRule(null, List.of(AddressRange.parse("127.0.0.0/8")), TestKeys.ORIGIN), null, null);

        assertThat(reason(begun, TestServices.snapshot(2, services(ORDERS), new ApiKeys(List.of(KEY)), banning)))
                .isEqualTo(Rejection.ADDRESS_BANNED);
        assertThat(reason(begun, snapshot(List.of(ORDERS), bound))).isEqualTo(Rejection.ADDRESS_NOT_ALLOWED);
    }

    @Test
    void letsItRunOnThroughMaintenance() {
        var maintenance = new Maintenance(503, "soon", null, TestKeys.ORIGIN);
        var policy = new GatewayPolicy(maintenance, AddressTrie.of(Map.of()), null, null, null, Quotas.NONE, null);
        ApiKey resting = TestKeys.key("web", GRANTED, null, maintenance);

        assertThat(reason(
                        begun("/orders", KEY),
                        TestServices.snapshot(2, services(ORDERS), new ApiKeys(List.of(resting)), policy)))
                .isNull();
    }

    @Test
    void asksNothingOfAServiceThatKeepsItsExchangesOpenAsLongAsThereIsOne() {
        Service open = new Service(
                "orders",
                ORDERS.versions(),
                List.of(),
                Set.of(),
                ORDERS.loadBalancing(),
                null,
                ORDERS.resilience(),
                ORDERS.forwarding(),
                null,
                true,
                null,
                TestKeys.ORIGIN);
        RequestState begun = begun("/orders", KEY);

        assertThat(reason(begun, snapshot(List.of(open)))).isNull();
        assertThat(reason(begun, snapshot(List.of()))).isEqualTo(Rejection.SERVICE_UNKNOWN);
    }

    @Test
    void endsWhatCameWithoutAKeyOnlyWithItsService() {
        RequestState begun =
                Scenario.of(ORDERS).outcome(TestRequest.get("/orders")).state();

        assertThat(reason(begun, snapshot(List.of(ORDERS)))).isNull();
        assertThat(reason(begun, snapshot(List.of()))).isEqualTo(Rejection.SERVICE_UNKNOWN);
    }

    private @Nullable Rejection reason(RequestState begun, Snapshot now) {
        return reauthorization.decide(begun, now) instanceof Decision.Reject reject
                ? reject.refusal().rejection()
                : null;
    }

    private static RequestState begun(String path, ApiKey key) {
        return Scenario.of(ORDERS)
                .keys(key)
                .outcome(TestRequest.get(path)
                        .from(InetAddress.getLoopbackAddress(), HeaderLines.of("X-Api-Key", "web")))
                .state();
    }

    private static Snapshot snapshot(List<Service> services, ApiKey... keys) {
        return TestServices.snapshot(
                2, new Services(services, List.of()), new ApiKeys(List.of(keys)), GatewayPolicy.NONE);
    }

    private static Services services(Service... services) {
        return new Services(List.of(services), List.of());
    }

    private static ApiKey of(Application application) {
        return new ApiKey(
                "other/storefront/web",
                application,
                KEY.digest(),
                null,
                null,
                false,
                null,
                null,
                GRANTED,
                null,
                null,
                null,
                null,
                Map.of(),
                Map.of(),
                Quotas.NONE,
                null,
                new LastCounters(),
                TestKeys.ORIGIN);
    }
}
