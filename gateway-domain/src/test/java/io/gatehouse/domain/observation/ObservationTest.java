package io.gatehouse.domain.observation;

import static io.gatehouse.domain.tenancy.TestKeys.bound;
import static io.gatehouse.domain.tenancy.TestKeys.key;
import static io.gatehouse.domain.tenancy.TestKeys.open;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.configuration.Origin;
import io.gatehouse.domain.access.Acl;
import io.gatehouse.domain.address.AddressRange;
import io.gatehouse.domain.address.AddressRule;
import io.gatehouse.domain.address.AddressTrie;
import io.gatehouse.domain.device.DeviceRule;
import io.gatehouse.domain.gateway.Scenario;
import io.gatehouse.domain.geo.GeoRule;
import io.gatehouse.domain.identity.FakeTokens;
import io.gatehouse.domain.identity.TestIssuers;
import io.gatehouse.domain.identity.TokenIssuer;
import io.gatehouse.domain.pipeline.Outcome;
import io.gatehouse.domain.policy.GatewayPolicy;
import io.gatehouse.domain.quota.FixedWindow;
import io.gatehouse.domain.quota.QuotaRule;
import io.gatehouse.domain.quota.Quotas;
import io.gatehouse.domain.quota.Strategy;
import io.gatehouse.domain.quota.Strategy.Subject;
import io.gatehouse.domain.rejection.Rejection;
import io.gatehouse.domain.request.HeaderLines;
import io.gatehouse.domain.request.TestRequest;
import io.gatehouse.domain.service.Host;
import io.gatehouse.domain.service.HostAddress;
import io.gatehouse.domain.service.Requirements;
import io.gatehouse.domain.service.Service;
import io.gatehouse.domain.service.ServiceVersion;
import io.gatehouse.domain.service.TestServices;
import io.gatehouse.domain.service.VersionKey;
import io.gatehouse.domain.service.VersionNumber;
import io.gatehouse.domain.tenancy.ApiKey;
import io.gatehouse.domain.tenancy.TestKeys;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checks that are watched instead of enforced: what goes on, and what is told of it. */
class ObservationTest {

    private static final TokenIssuer ISSUER = TestIssuers.named("tenant/acme");
    private static final AddressRule ELSEWHERE =
            new AddressRule(List.of(AddressRange.parse("192.0.2.0/24")), List.of(), TestKeys.ORIGIN);
    private static final GeoRule GERMANY =
            new GeoRule(Set.of("DE"), Set.of(), Set.of(), Set.of(), false, TestKeys.ORIGIN);
    private static final DeviceRule NO_DEVICE = new DeviceRule(List.of(), List.of(), false, TestKeys.ORIGIN);

    /** Every check, each with a call that it alone refuses. */
    @ParameterizedTest
    @CsvSource({
        "IP_BAN,       banned,    GET,    ADDRESS_BANNED",
        "METHODS,      good,      DELETE, METHOD_NOT_ALLOWED",
        "ACL,          ungranted, GET,    SERVICE_NOT_GRANTED",
        "ADDRESSES,    addressed, GET,    ADDRESS_NOT_ALLOWED",
        "GEO,          placed,    GET,    COUNTRY_NOT_ALLOWED",
        "DEVICE,       devices,   GET,    DEVICE_NOT_ALLOWED",
        "CERTIFICATES, certified, GET,    CERTIFICATE_REQUIRED",
        "REQUIRES,     keyless,   GET,    KEY_MISSING",
        "TOKEN,        forged,    GET,    TOKEN_INVALID",
        "THROTTLING,   throttled, GET,    TOO_MANY_REQUESTS",
    })
    void letsPassAndNotesWhatACheckWouldRefuse(ObservedCheck check, String how, String method, Rejection expected) {
        assertThat(gateway(how, null).rejection(call(how, method))).isEqualTo(expected);
        assertThat(gateway(how, EnumSet.complementOf(EnumSet.of(check))).rejection(call(how, method)))
                .isEqualTo(expected);

        Outcome outcome = gateway(how, EnumSet.of(check)).outcome(call(how, method));

        assertThat(outcome).isInstanceOf(Outcome.Forward.class);
        assertThat(outcome.state().observed()).singleElement().satisfies(would -> {
            assertThat(would.check()).isEqualTo(check);
            assertThat(would.rejection()).isEqualTo(expected);
        });
    }

    @Test
    void aServiceAndAKeyAndAPackageSayItForTheirCallsOnly() {
        ApiKey strict = bound(key("strict", open("orders", "1")), ELSEWHERE, null, null);
        ApiKey watched = TestKeys.observing(
                bound(key("watched", open("orders", "1")), ELSEWHERE, null, null), watching(ObservedCheck.ADDRESSES));
        Service orders = service(Requirements.NOTHING, null);
        Scenario byKey = Scenario.of(orders).keys(strict, watched);
        Scenario byService = Scenario.of(service(Requirements.NOTHING, watching(ObservedCheck.ADDRESSES)))
                .keys(strict);

        assertThat(byKey.rejection(call("strict", "GET"))).isEqualTo(Rejection.ADDRESS_NOT_ALLOWED);
        assertThat(byKey.rejection(call("watched", "GET"))).isNull();
        assertThat(byService.rejection(call("strict", "GET"))).isNull();
    }

    @Test
    void notesEachThatWouldInTheOrderOfTheStages() {
        ApiKey key = bound(key("good", Acl.NOTHING), ELSEWHERE, GERMANY, null);
        Scenario gateway = Scenario.of(service(Requirements.NOTHING, null))
                .keys(key)
                .policy(policy(EnumSet.allOf(ObservedCheck.class), AddressTrie.of(Map.of()), Quotas.NONE));

        Outcome outcome = gateway.outcome(call("good", "GET"));

        assertThat(outcome.state().observed())
                .extracting(WouldRefuse::check)
                .containsExactly(ObservedCheck.ACL, ObservedCheck.ADDRESSES, ObservedCheck.GEO);
        assertThat(outcome.state().version().key().version()).hasToString("1");
        assertThat(outcome.state().caller().key()).isEqualTo(key);
    }

    @Test
    void enforcesWhatIsNoCheckOfAList() {
        ApiKey revoked = TestKeys.limited(key("revoked", open("orders", "1")), null, null, true);
        Scenario gateway = Scenario.of(service(Requirements.NOTHING, null))
                .keys(revoked)
                .policy(policy(EnumSet.allOf(ObservedCheck.class), AddressTrie.of(Map.of()), Quotas.NONE));

        assertThat(gateway.rejection(call("revoked", "GET"))).isEqualTo(Rejection.KEY_REVOKED);
        assertThat(gateway.rejection(call("unknown", "GET"))).isEqualTo(Rejection.KEY_UNKNOWN);
        assertThat(gateway.rejection(TestRequest.get("/nothing"))).isEqualTo(Rejection.SERVICE_UNKNOWN);
    }

    @Test
    void nobodyWaitsForALimitThatIsWatched() {
        Scenario gateway = gateway("throttled", EnumSet.of(ObservedCheck.THROTTLING));

        gateway.outcome(call("throttled", "GET"));

        assertThat(gateway.waits()).isEmpty();
    }

    @Test
    void bothSayWhatEitherSays() {
        Observation one = watching(ObservedCheck.GEO);
        Observation more = watching(ObservedCheck.GEO, ObservedCheck.DEVICE);

        assertThat(Observation.both(one, null)).isSameAs(one);
        assertThat(Observation.both(null, one)).isSameAs(one);
        assertThat(Observation.both(more, one)).isSameAs(more);
        assertThat(Observation.both(one, watching(ObservedCheck.DEVICE)))
                .satisfies(both ->
                        assertThat(both.checks()).containsExactlyInAnyOrder(ObservedCheck.GEO, ObservedCheck.DEVICE));
    }

    /** A gateway that refuses the call of this name by one check, all of which it observes. */
    private static Scenario gateway(String how, @Nullable Set<ObservedCheck> observed) {
        Requirements demands = how.equals("keyless") ? Requirements.of(true, false, false) : Requirements.NOTHING;
        ApiKey good = key(how, how.equals("ungranted") ? Acl.NOTHING : open("orders", "1"), ISSUER, null);
        ApiKey bound = bound(
                good,
                how.equals("addressed") ? ELSEWHERE : null,
                how.equals("placed") ? GERMANY : null,
                how.equals("devices") ? NO_DEVICE : null);
        var banned = how.equals("banned")
                ? AddressTrie.of(Map.of(AddressRange.parse("127.0.0.1"), TestKeys.ORIGIN))
                : AddressTrie.of(Map.<AddressRange, Origin>of());
        var none = new Strategy(
                "none", new FixedWindow(1, 60_000), Subject.KEY, 3, Duration.ofSeconds(1), TestKeys.ORIGIN);
        QuotaRule quota = QuotaRule.of(none, "a test", TestKeys.ORIGIN);
        Scenario gateway = Scenario.of(service(how.equals("certified") ? demands.withCertificate() : demands, null))
                .keys(bound)
                .tokens(new FakeTokens())
                .policy(policy(
                        observed,
                        banned,
                        how.equals("throttled") ? new Quotas(null, quota, quota, Map.of()) : Quotas.NONE));
        if (how.equals("throttled")) {
            gateway.outcome(call(how, "GET"));
        }
        return gateway;
    }

    private static GatewayPolicy policy(
            @Nullable Set<ObservedCheck> observed, AddressTrie<Origin> banned, Quotas quotas) {
        return new GatewayPolicy(
                null,
                banned,
                null,
                null,
                null,
                quotas,
                observed == null ? null : new Observation(observed, TestKeys.ORIGIN));
    }

    private static Service service(Requirements demands, @Nullable Observation observation) {
        var version = new ServiceVersion(
                new VersionKey("orders", VersionNumber.parse("1")),
                List.of(new Host(new HostAddress(false, "upstream.invalid", 80), 1)),
                demands,
                TestServices.ORIGIN);
        return TestServices.observing(
                TestServices.service("orders", TestServices.FORWARDING, Set.of("GET"), null, version), observation);
    }

    private static Observation watching(ObservedCheck... checks) {
        return new Observation(Set.copyOf(Arrays.asList(checks)), TestKeys.ORIGIN);
    }

    private static TestRequest call(String how, String method) {
        TestRequest request = TestRequest.get("/orders/v1/items").with(method);
        HeaderLines lines = switch (how) {
            case "keyless" -> HeaderLines.none();
            case "forged" -> new HeaderLines(Map.of("key", List.of(how), "Authorization", List.of("Bearer forged")));
            default -> HeaderLines.of("key", how);
        };
        return request.from(request.peer(), lines);
    }
}
