package io.gatehouse.domain.caller;

import static io.gatehouse.domain.service.TestServices.service;
import static io.gatehouse.domain.tenancy.TestKeys.bound;
import static io.gatehouse.domain.tenancy.TestKeys.key;
import static io.gatehouse.domain.tenancy.TestKeys.limited;
import static io.gatehouse.domain.tenancy.TestKeys.open;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.domain.address.AddressLiteral;
import io.gatehouse.domain.address.AddressRange;
import io.gatehouse.domain.address.AddressRule;
import io.gatehouse.domain.address.AddressTrie;
import io.gatehouse.domain.gateway.Scenario;
import io.gatehouse.domain.geo.GeoLocation;
import io.gatehouse.domain.geo.GeoRule;
import io.gatehouse.domain.maintenance.Maintenance;
import io.gatehouse.domain.pipeline.Outcome;
import io.gatehouse.domain.policy.GatewayPolicy;
import io.gatehouse.domain.policy.SkippedCheck;
import io.gatehouse.domain.policy.TrustedClients;
import io.gatehouse.domain.quota.Quotas;
import io.gatehouse.domain.rejection.Rejection;
import io.gatehouse.domain.request.HeaderLines;
import io.gatehouse.domain.request.TestRequest;
import io.gatehouse.domain.tenancy.ApiKey;
import io.gatehouse.domain.tenancy.TestKeys;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who is let in by the key, and what the key is bound to. */
class KeyStagesTest {

    private static final long HOUR = 3_600_000;

    private final ApiKey good = key("good", open("orders", "1"));
    private final Scenario gateway = Scenario.of(service("orders", "1"))
            .keys(
                    good,
                    limited(key("revoked", open("orders", "1")), null, null, true),
                    limited(key("expired", open("orders", "1")), null, Scenario.NOW - HOUR, false),
                    limited(key("last-moment", open("orders", "1")), null, Scenario.NOW, false),
                    limited(key("still-good", open("orders", "1")), null, Scenario.NOW + 1, false),
                    limited(key("here", open("orders", "1")), "dev", null, false),
                    limited(key("elsewhere", open("orders", "1")), "prod", null, false),
                    key("closed", open("orders", "1"), null, new Maintenance(503, "Moving", 60L, TestKeys.ORIGIN)));

    @ParameterizedTest
    @CsvSource({
        "good,        ",
        "unknown,     KEY_UNKNOWN",
        "'',          KEY_UNKNOWN",
        "GOOD,        KEY_UNKNOWN",
        "revoked,     KEY_REVOKED",
        "expired,     KEY_EXPIRED",
        "last-moment, KEY_EXPIRED",
        "still-good,  ",
        "here,        ",
        "elsewhere,   KEY_WRONG_ENVIRONMENT",
        "closed,      MAINTENANCE",
    })
    void judgesAKeyAlsoWhereNoneIsRequired(String text, @Nullable Rejection expected) {
        assertThat(gateway.rejection(call(HeaderLines.of("key", text)))).isEqualTo(expected);
    }

    @Test
    void readsTheKeyWhereverItStands() {
        assertThat(keyOf(call(HeaderLines.of("X-API-Key", "good")))).isEqualTo(good);
        assertThat(keyOf(call(HeaderLines.of("KEY", "good")))).isEqualTo(good);
        assertThat(keyOf(query("key=good&x=1"))).isEqualTo(good);
        assertThat(keyOf(query("x=1"))).isNull();
    }

    @Test
    void neverForwardsTheKeyOfTheQuery() {
        assertThat(gateway.outcome(query("a=1&key=good&b=2")).state().request().query())
                .isEqualTo("a=1&b=2");
    }

    @Test
    void refusesTwoKeysThatDiffer() {
        var both = new HeaderLines(Map.of("key", List.of("good"), "X-API-Key", List.of("here")));
        var same = new HeaderLines(Map.of("key", List.of("good"), "X-API-Key", List.of("good")));

        assertThat(gateway.rejection(call(both))).isEqualTo(Rejection.KEY_UNKNOWN);
        assertThat(gateway.rejection(call(same))).isNull();
    }

    @Test
    void aTenantInMaintenanceSaysSo() {
        Outcome outcome = gateway.outcome(call(HeaderLines.of("key", "closed")));

        assertThat(outcome).isInstanceOfSatisfying(Outcome.Refused.class, refused -> {
            assertThat(refused.refusal().status()).isEqualTo(503);
            assertThat(refused.refusal().detail()).isEqualTo("Moving");
            assertThat(refused.refusal().headers()).containsEntry("Retry-After", "60");
        });
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.7,         ",
        "192.0.2.13,        ADDRESS_NOT_ALLOWED",
        "198.51.100.1,      ADDRESS_NOT_ALLOWED",
        "2001:db8::1,       ADDRESS_NOT_ALLOWED",
        "::ffff:192.0.2.7,  ",
        "::ffff:192.0.2.13, ADDRESS_NOT_ALLOWED",
    })
    void bindsAKeyToAddresses(String client, @Nullable Rejection expected) {
        var rule = new AddressRule(
                List.of(AddressRange.parse("192.0.2.0/24")),
                List.of(AddressRange.parse("192.0.2.13")),
                TestKeys.ORIGIN);
        Scenario bound = Scenario.of(service("orders", "1")).keys(bound(good, rule, null, null));

        assertThat(bound.rejection(call(HeaderLines.of("key", "good"), client))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "DE, EU, ",
        "LB, AS, ",
        "FR, EU, COUNTRY_NOT_ALLOWED",
        "US, NA, COUNTRY_NOT_ALLOWED",
        "JP, AS, ",
        "CN, AS, COUNTRY_NOT_ALLOWED",
        "  , EU, COUNTRY_NOT_ALLOWED",
        "  , AS, ",
        "  ,   , COUNTRY_NOT_ALLOWED",
    })
    void bindsAKeyToCountriesAndContinents(
            @Nullable String country, @Nullable String continent, @Nullable Rejection expected) {
        var rule = new GeoRule(Set.of("DE"), Set.of("CN"), Set.of("AS"), Set.of(), false, TestKeys.ORIGIN);
        Scenario bound = Scenario.of(service("orders", "1"))
                .keys(bound(good, null, rule, null))
                .geo(address -> new GeoLocation(country, continent));

        assertThat(bound.rejection(call(HeaderLines.of("key", "good")))).isEqualTo(expected);
    }

    @Test
    void letsAnUnknownPlacePassWhereThatIsConfigured() {
        var rule = new GeoRule(Set.of("DE"), Set.of(), Set.of(), Set.of(), true, TestKeys.ORIGIN);
        Scenario bound = Scenario.of(service("orders", "1")).keys(bound(good, null, rule, null));

        assertThat(bound.rejection(call(HeaderLines.of("key", "good")))).isNull();
    }

    @Test
    void aTrustedClientSkipsWhatIsNamedAndNothingElse() {
        var addresses = new AddressRule(List.of(AddressRange.parse("192.0.2.0/24")), List.of(), TestKeys.ORIGIN);
        var geo = new GeoRule(Set.of("DE"), Set.of(), Set.of(), Set.of(), false, TestKeys.ORIGIN);
        Scenario bound = Scenario.of(service("orders", "1")).keys(bound(good, addresses, geo, null));
        TestRequest call = call(HeaderLines.of("key", "good"), "10.20.1.1");

        assertThat(bound.rejection(call)).isEqualTo(Rejection.ADDRESS_NOT_ALLOWED);
        assertThat(bound.policy(trusting(SkippedCheck.ADDRESSES)).rejection(call))
                .isEqualTo(Rejection.COUNTRY_NOT_ALLOWED);
        assertThat(bound.policy(trusting(SkippedCheck.ADDRESSES, SkippedCheck.GEO))
                        .rejection(call))
                .isNull();
        assertThat(bound.policy(trusting(SkippedCheck.values()))
                        .rejection(call(HeaderLines.of("key", "bad"), "10.20.1.1")))
                .isEqualTo(Rejection.KEY_UNKNOWN);
    }

    private static GatewayPolicy trusting(SkippedCheck... checks) {
        var trusted = new TrustedClients(
                AddressTrie.of(Map.of(AddressRange.parse("10.20.0.0/16"), TestKeys.ORIGIN)),
                Set.of(checks),
                TestKeys.ORIGIN);
        return new GatewayPolicy(null, AddressTrie.of(Map.of()), trusted, null, null, Quotas.NONE, null);
    }

    private @Nullable ApiKey keyOf(TestRequest request) {
        return gateway.outcome(request).state().caller().key();
    }

    private static TestRequest query(String query) {
        TestRequest plain = TestRequest.get("/orders/v1/x");
        return new TestRequest(
                "GET", plain.rawPath(), query, plain.authority(), false, plain.peer(), HeaderLines.none());
    }

    private static TestRequest call(HeaderLines headers) {
        return call(headers, "192.0.2.7");
    }

    private static TestRequest call(HeaderLines headers, String client) {
        InetAddress address = AddressLiteral.parse(client);
        if (address == null) {
            throw new IllegalArgumentException(client);
        }
        return TestRequest.get("/orders/v1/x").from(address, headers);
    }
}
