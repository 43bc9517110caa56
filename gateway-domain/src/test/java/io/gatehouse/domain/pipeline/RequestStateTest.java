package io.gatehouse.domain.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatehouse.domain.gateway.Scenario;
import io.gatehouse.domain.identity.User;
import io.gatehouse.domain.request.HeaderLines;
import io.gatehouse.domain.request.TestRequest;
import io.gatehouse.domain.service.Services;
import io.gatehouse.domain.service.TestServices;
import io.gatehouse.domain.tenancy.TestKeys;
import io.gatehouse.domain.upstream.BalancedRequest;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestStateTest {

    private static final RequestState NEW = RequestState.begin(
            TestRequest.get("/orders/v1/items"),
            TestServices.snapshot(new Services(List.of(), List.of())),
            new Permits());

    @Test
    void saysWhichPartNoStageHasSet() {
        assertThatThrownBy(NEW::exchange).hasMessageContaining("exchange");
        assertThatThrownBy(NEW::request).hasMessageContaining("request");
        assertThatThrownBy(NEW::route).hasMessageContaining("route");
        assertThatThrownBy(NEW::version).hasMessageContaining("version");
        assertThatThrownBy(NEW::hostPermit).hasMessageContaining("host");
    }

    @Test
    void showsStrategiesTheRequestAndWhoSendsIt() {
        BalancedRequest request = routed(Map.of("x-canary", List.of("1", "2")));
        assertThat(request.method()).isEqualTo("GET");
        assertThat(request.apiPath()).isEqualTo("/items");
        assertThat(request.clientAddress()).isEqualTo(InetAddress.getLoopbackAddress());
        assertThat(request.header("X-Canary")).isEqualTo("1");
        assertThat(request.header("X-Other")).isNull();
        assertThat(request.tenant()).isEmpty();
        assertThat(request.keyName()).isNull();
        assertThat(request.userId()).isNull();

        var key = TestKeys.key("text", TestKeys.open("orders"));
        RequestState state = routed(Map.of());
        BalancedRequest known = state.with(state.caller().with(key).as(new User("ann", Set.of())));
        assertThat(known.tenant()).isEqualTo(key.application().tenant().name());
        assertThat(known.keyName()).isEqualTo(key.id());
        assertThat(known.userId()).isEqualTo("ann");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "session=a1          | a1",
                "x=1; session=a1     | a1",
                "x=1;session=a1;y=2  | a1",
                "session=a=b         | a=b",
                "session=            | ''",
                "mysession=a1        | -",
                "session             | -",
                "x=session=a1        | -",
                "; ;=;session = a1   | a1",
                "session=a1; session=a2 | a1",
                "x=1                 | -"
            })
    void findsACookieByItsName(String line, String value) {
        assertThat(routed(Map.of("cookie", List.of(line))).cookie("session")).isEqualTo(value);
    }

    @Test
    void findsACookieInAnyLine() {
        assertThat(routed(Map.of("cookie", List.of("a=1", "session=2"))).cookie("session"))
                .isEqualTo("2");
        assertThat(routed(Map.of()).cookie("session")).isNull();
    }

    private static RequestState routed(Map<String, List<String>> headers) {
        var request =
                TestRequest.get("/orders/v1/items").from(InetAddress.getLoopbackAddress(), new HeaderLines(headers));
        return Scenario.of(TestServices.service("orders", "1")).outcome(request).state();
    }
}
