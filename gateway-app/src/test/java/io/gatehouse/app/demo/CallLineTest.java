package io.gatehouse.app.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.app.console.Colours;
import io.gatehouse.domain.rejection.Rejection;
import io.gatehouse.domain.traffic.ExchangeRecord;
import io.gatehouse.domain.traffic.TestExchanges;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CallLineTest {

    private final CallLines.CallLine line =
            new CallLines.CallLine(Colours.off(), Map.of("http://127.0.0.1:9001", "orders-1"));

    @Test
    void tellsTimeMethodPathStatusUpstreamAndMilliseconds() {
        assertThat(line.of(call("GET", "/orders/items", 200, "http://127.0.0.1:9001", null)))
                .matches("\\d\\d:\\d\\d:\\d\\d  GET    /orders/items +200  orders-1 +12\\.3 ms");
    }

    @Test
    void namesTheCodeWhereTheGatewayItselfAnswered() {
        assertThat(line.of(call("GET", "/unknown", 404, null, Rejection.SERVICE_UNKNOWN)))
                .contains("  404  -  ")
                .endsWith("service-unknown");
    }

    @Test
    void showsTheAddressOfUpstreamsWithoutName() {
        assertThat(line.of(call("GET", "/", 200, "http://127.0.0.1:7", null))).contains("http://127.0.0.1:7");
    }

    @Test
    void letsNoMethodSteerTheTerminal() {
        assertThat(line.of(call("\u001b[2J", "", 400, null, Rejection.MALFORMED_REQUEST)))
                .contains("?[2J")
                .doesNotContain("\u001b");
    }

    private static ExchangeRecord call(
            String method, String path, int status, @Nullable String upstream, @Nullable Rejection rejection) {
        ExchangeRecord call = TestExchanges.by(TestExchanges.get(path, status), method);
        call = TestExchanges.at(TestExchanges.refused(call, rejection), 0, 12_340_000);
        return upstream == null ? call : TestExchanges.forwarded(call, upstream, -1, null);
    }
}
