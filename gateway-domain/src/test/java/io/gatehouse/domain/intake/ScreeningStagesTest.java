package io.gatehouse.domain.intake;

import static io.gatehouse.domain.service.TestServices.ORIGIN;
import static io.gatehouse.domain.service.TestServices.service;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.domain.address.AddressLiteral;
import io.gatehouse.domain.address.AddressRange;
import io.gatehouse.domain.address.AddressTrie;
import io.gatehouse.domain.gateway.Scenario;
import io.gatehouse.domain.maintenance.Maintenance;
import io.gatehouse.domain.pipeline.Outcome;
import io.gatehouse.domain.policy.CorsPolicy;
import io.gatehouse.domain.policy.GatewayPolicy;
import io.gatehouse.domain.quota.Quotas;
import io.gatehouse.domain.rejection.Rejection;
import io.gatehouse.domain.request.HeaderLines;
import io.gatehouse.domain.request.TestRequest;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What every request is screened for before it is known where it goes. */
class ScreeningStagesTest {

    private static final CorsPolicy CORS = new CorsPolicy(
            false,
            Set.of("https://shop.example"),
            List.of(new CorsPolicy.Wildcard("https://", ".apps.example")),
            true,
            false,
            Map.of("Access-Control-Allow-Methods", "GET", "Access-Control-Max-Age", "600"),
            "X-Request-Id",
            ORIGIN);

    private final Scenario gateway = Scenario.of(service("orders", "1"));

    @ParameterizedTest
    @CsvSource({
        "https://shop.example,          true",
        "https://a.apps.example,        true",
        "https://a.b.apps.example,      true",
        "https://apps.example,          false",
        "https://.apps.example,         false",
        "https://evilapps.example,      false",
        "https://evil.example/.apps.example, false",
        "https://evil.example?.apps.example, false",
        "https://evil.example#.apps.example, false",
        "https://u@evil.example:1.apps.example, false",
        "http://shop.example,           false",
        "https://shop.example:8443,     false",
        "https://SHOP.example,          false",
        "https://shop.example.evil,     false",
        "null,                          false",
        "*,                             false",
    })
    void allowsOriginsExactlyOrByLabel(String origin, boolean allowed) {
        gateway.policy(new GatewayPolicy(null, AddressTrie.of(Map.of()), null, CORS, null, Quotas.NONE, null));

        Outcome preflight = gateway.outcome(call("OPTIONS", origin, "GET"));

        if (allowed) {
            assertThat(preflight).isInstanceOfSatisfying(Outcome.Answered.class, answered -> {
                assertThat(answered.answer().status()).isEqualTo(204);
                assertThat(answered.answer().headers())
                        .containsEntry("Access-Control-Allow-Origin", origin)
                        .containsEntry("Access-Control-Allow-Credentials", "true")
                        .containsEntry("Access-Control-Max-Age", "600")
                        .containsKey("Vary");
            });
        } else {
            assertThat(preflight)
                    .isInstanceOfSatisfying(
                            Outcome.Refused.class,
                            refused ->
                                    assertThat(refused.refusal().rejection()).isEqualTo(Rejection.ORIGIN_NOT_ALLOWED));
        }
        assertThat(gateway.rejection(call("GET", origin, null))).isNull();
    }

    @Test
    void optionsWithoutAMethodToAskForIsNoPreflight() {
        gateway.policy(new GatewayPolicy(null, AddressTrie.of(Map.of()), null, CORS, null, Quotas.NONE, null));

        assertThat(gateway.outcome(call("OPTIONS", "https://evil.example", null)))
                .isInstanceOf(Outcome.Forward.class);
    }

    @Test
    void aPreflightIsForwardedWhereCorsIsNotConfigured() {
        assertThat(gateway.outcome(call("OPTIONS", "https://shop.example", "GET")))
                .isInstanceOf(Outcome.Forward.class);
    }

    @ParameterizedTest
    @CsvSource({
        "203.0.113.7,        ADDRESS_BANNED",
        "203.0.113.8,        ",
        "198.51.100.200,     ADDRESS_BANNED",
        "::ffff:203.0.113.7, ADDRESS_BANNED",
        "2001:db8:bad::1,    ADDRESS_BANNED",
        "2001:db8::1,        ",
    })
    void bansAddresses(String client, @Nullable Rejection expected) throws Exception {
        gateway.policy(new GatewayPolicy(
                null,
                AddressTrie.of(Map.of(
                        AddressRange.parse("203.0.113.7"), ORIGIN,
                        AddressRange.parse("198.51.100.0/24"), ORIGIN,
                        AddressRange.parse("2001:db8:bad::/48"), ORIGIN)),
                null,
                null,
                null,
                Quotas.NONE,
                null));
        InetAddress address = AddressLiteral.parse(client);
        assertThat(address).isNotNull();

        assertThat(gateway.rejection(TestRequest.get("/orders").from(address, HeaderLines.none())))
                .isEqualTo(expected);
    }

    @Test
    void answersNoPreflightOfABannedAddressButThoseOfAGatewayOutOfUse() throws Exception {
        InetAddress banned = InetAddress.getByName("203.0.113.7");
        gateway.policy(new GatewayPolicy(
                new Maintenance(503, "Back at noon", null, ORIGIN),
                AddressTrie.of(Map.of(AddressRange.parse("203.0.113.7"), ORIGIN)),
                null,
                CORS,
                null,
                Quotas.NONE,
                null));
        TestRequest preflight = call("OPTIONS", "https://shop.example", "GET");

        assertThat(gateway.rejection(preflight.from(banned, preflight.headers())))
                .isEqualTo(Rejection.ADDRESS_BANNED);
        assertThat(gateway.outcome(preflight)).isInstanceOf(Outcome.Answered.class);
        assertThat(gateway.rejection(call("GET", "https://shop.example", null))).isEqualTo(Rejection.MAINTENANCE);
    }

    @Test
    void closesTheGatewayWithTheStatusAndMessageThatAreConfigured() {
        gateway.policy(new GatewayPolicy(
                new Maintenance(418, "Back at noon", 3600L, ORIGIN),
                AddressTrie.of(Map.of()),
                null,
                null,
                null,
                Quotas.NONE,
                null));

        assertThat(gateway.outcome(TestRequest.get("/nothing")))
                .isInstanceOfSatisfying(Outcome.Refused.class, refused -> {
                    assertThat(refused.refusal().status()).isEqualTo(418);
                    assertThat(refused.refusal().rejection()).isEqualTo(Rejection.MAINTENANCE);
                    assertThat(refused.refusal().detail()).isEqualTo("Back at noon");
                    assertThat(refused.refusal().headers()).containsEntry("Retry-After", "3600");
                });
    }

    private static TestRequest call(String method, String origin, @Nullable String asked) {
        Map<String, List<String>> lines = new HashMap<>(Map.of("Origin", List.of(origin)));
        if (asked != null) {
            lines.put("Access-Control-Request-Method", List.of(asked));
        }
        TestRequest plain = TestRequest.get("/orders/v1/x").with(method);
        return plain.from(plain.peer(), new HeaderLines(lines));
    }
}
