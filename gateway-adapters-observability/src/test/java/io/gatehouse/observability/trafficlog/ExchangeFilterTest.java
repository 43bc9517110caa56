package io.gatehouse.observability.trafficlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatehouse.domain.rejection.Rejection;
import io.gatehouse.domain.traffic.ExchangeRecord;
import io.gatehouse.domain.traffic.TestExchanges;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExchangeFilterTest {

    /** Of acme, version 1.2 of orders by /shop, 504 upstream-timeout after 12 ms, begun 2025-01-01T00:00:00.123Z. */
    private static final ExchangeRecord WHOLE = TestExchanges.whole("/shop/items/42");

    private static final ExchangeRecord PLAIN = TestExchanges.get("/other", 200);

    @ParameterizedTest
    @CsvSource({
        "tenant, acme, true, false",
        "tenant, none, false, true",
        "tenant, acm, false, false",
        "key, acme/storefront/web, true, false",
        "service, orders, true, false",
        "service, none, false, true",
        "route, /shop, true, false",
        "status, 504, true, false",
        "status, 5xx, true, false",
        "status, 2xx, false, true",
        "code, upstream-timeout, true, false",
        "code, any, true, false",
        "text, SHOP/items, true, false",
        "text, get /oth, false, true",
        "text, mia, true, false",
        "text, 192.0.2, true, true",
        "text, 10.0.0.1:8080, true, false",
        "text, response head, true, false",
        "text, 4bf92f, true, true",
        "from, 2025-01-01T00:00:00.123Z, true, true",
        "from, 2025-01-01T00:00:00.124Z, false, false",
        "to, 2025-01-01T00:00:00.123Z, false, false",
        "to, 2025-01-01T00:00:00.124Z, true, true",
        "slower, 12, true, false",
        "slower, 13, false, false",
        "cursor, whatever, true, true",
    })
    void letsThroughWhatIsAskedFor(String name, String value, boolean whole, boolean plain) throws Exception {
        ExchangeFilter filter = ExchangeFilter.of(Map.of(name, value));
        assertThat(filter.matches(WHOLE)).isEqualTo(whole);
        assertThat(filter.matches(PLAIN)).isEqualTo(plain);
    }

    @ParameterizedTest
    @CsvSource({
        "acme, 5xx, true",
        "acme, 4xx, false",
        "other, 5xx, false",
    })
    void wantsAllConditionsToHold(String tenant, String status, boolean expected) throws Exception {
        assertThat(ExchangeFilter.of(Map.of("tenant", tenant, "status", status)).matches(WHOLE))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "status, 600",
        "status, 5x",
        "status, abc",
        "code, no-such-code",
        "from, yesterday",
        "to, 2025-01-01",
        "slower, -1",
        "slower, 99999999999999999999",
    })
    void refusesWhatMakesNoSense(String name, String value) {
        assertThatThrownBy(() -> ExchangeFilter.of(Map.of(name, value)))
                .isInstanceOf(ExchangeFilter.UnusableFilter.class)
                .hasMessageStartingWith(name)
                .hasMessageContaining("expected");
    }

    @ParameterizedTest
    @CsvSource({"key-missing, 401", "too-many-requests, 429"})
    void knowsAllCodes(String code, int status) throws Exception {
        Rejection why = Arrays.stream(Rejection.values())
                .filter(one -> one.code().equals(code))
                .findFirst()
                .orElseThrow();
        ExchangeRecord refused = TestExchanges.refused(TestExchanges.get("/", status), why);
        assertThat(ExchangeFilter.of(Map.of("code", code)).matches(refused)).isTrue();
        assertThat(ExchangeFilter.of(Map.of("code", code)).matches(WHOLE)).isFalse();
    }
}
