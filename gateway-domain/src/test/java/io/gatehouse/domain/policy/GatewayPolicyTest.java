package io.gatehouse.domain.policy;

import static io.gatehouse.domain.service.TestServices.ORIGIN;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.domain.address.AddressLiteral;
import io.gatehouse.domain.address.AddressRange;
import io.gatehouse.domain.address.AddressTrie;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GatewayPolicyTest {

    private static final Map<String, String> PREFLIGHT = Map.of("Access-Control-Allow-Methods", "GET");

    @Test
    void demandsAndForbidsNothingByDefault() {
        GatewayPolicy none = GatewayPolicy.NONE;
        assertThat(none.maintenance()).isNull();
        assertThat(none.banned().find(AddressLiteral.parse("192.0.2.1"))).isNull();
        assertThat(none.trusted()).isNull();
        assertThat(none.cors()).isNull();
    }

    @Test
    void trustsClientsByTheirAddressOnly() {
        var trusted = new TrustedClients(
                AddressTrie.of(Map.of(AddressRange.parse("10.0.0.0/8"), ORIGIN)), Set.of(SkippedCheck.GEO), ORIGIN);
        assertThat(trusted.skippedBy(AddressLiteral.parse("10.255.0.1"))).containsExactly(SkippedCheck.GEO);
        assertThat(trusted.skippedBy(AddressLiteral.parse("11.0.0.1"))).isEmpty();
        assertThat(trusted.skippedBy(AddressLiteral.parse("::1"))).isEmpty();
    }

    @Test
    void namesThePageThatMayCallAndNeverAnyPageWithCredentials() {
        CorsPolicy some = cors(false, Set.of("https://shop.example"), true);
        assertThat(some.allows("https://shop.example")).isTrue();
        assertThat(some.allows("https://shop.example.evil")).isFalse();
        assertThat(some.granted("https://shop.example"))
                .containsEntry("Access-Control-Allow-Origin", "https://shop.example")
                .containsEntry("Access-Control-Allow-Credentials", "true")
                .containsEntry("Access-Control-Expose-Headers", "X-Request-Id");

        CorsPolicy any = cors(true, Set.of(), false);
        assertThat(any.allows("null")).isTrue();
        assertThat(any.granted("https://anywhere.example"))
                .containsEntry("Access-Control-Allow-Origin", "*")
                .doesNotContainKey("Access-Control-Allow-Credentials");
    }

    @Test
    void addsToAPreflightWhatCachesMustKnow() {
        assertThat(cors(false, Set.of("https://shop.example"), false).preflightFor("https://shop.example"))
                .containsEntry("Access-Control-Allow-Methods", "GET")
                .containsEntry("Access-Control-Allow-Origin", "https://shop.example")
                .containsEntry("Vary", "Origin, Access-Control-Request-Method, Access-Control-Request-Headers")
                .doesNotContainKey("Access-Control-Expose-Headers");
    }

    private static CorsPolicy cors(boolean any, Set<String> exact, boolean credentials) {
        return new CorsPolicy(any, exact, List.of(), credentials, false, PREFLIGHT, "X-Request-Id", ORIGIN);
    }
}
