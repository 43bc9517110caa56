package io.gatehouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.domain.rejection.Fault;
import io.gatehouse.domain.rejection.Rejection;
import io.gatehouse.domain.service.VersionKey;
import io.gatehouse.domain.upstream.HostOutcome;
import io.gatehouse.domain.upstream.UpstreamHost;
import io.gatehouse.domain.upstream.UpstreamListener;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client says of its own deadline holds, is never longer than ours, and is told onwards less the time that has passed. */
class DeadlineHeaderTest {

    private static final Duration LONG = Duration.ofSeconds(20);

    private static String get(String timeout) {
        return "GET /svc/x HTTP/1.1\r\nHost: gw\r\nX-Timeout: " + timeout + "\r\n\r\n";
    }

    private static String told(Answer echoed) {
        return echoed.text()
                .lines()
                .filter(line -> line.startsWith("X-Timeout: "))
                .map(line -> line.substring("X-Timeout: ".length()))
                .findFirst()
                .orElse("");
    }

    @ParameterizedTest
    @ValueSource(strings = {"300", "300m", "0"})
    void endsWith504AndBlamesNoHost(String timeout) throws IOException {
        List<HostOutcome> outcomes = new CopyOnWriteArrayList<>();
        try (Backend slow = new Backend(line -> {
                    line.readRequest();
                    line.awaitEnd();
                });
                TestGateway gateway = TestGateway.to(slow)
                        .timeouts(LONG, LONG, LONG, LONG)
                        .deadlineHeader("X-Timeout")
                        .start()) {
            gateway.upstreams.listen(new UpstreamListener() {
                @Override
                public void ended(VersionKey version, UpstreamHost host, HostOutcome outcome) {
                    outcomes.add(outcome);
                }
            });
            assertThat(gateway.ask(get(timeout)).status()).isEqualTo(504);
            assertThat(gateway.record().rejection()).isEqualTo(Rejection.UPSTREAM_TIMEOUT);
            assertThat(gateway.record().forwarding().failure()).isEqualTo("longer than the client waits");
            assertThat(outcomes)
                    .singleElement()
                    .isInstanceOfSatisfying(
                            HostOutcome.Abandoned.class,
                            abandoned -> assertThat(abandoned.by()).isEqualTo(Fault.CLIENT));
            slow.awaitOpen(0);
        }
    }

    @ParameterizedTest
    @CsvSource({"9000, 8000, 9000", "9S, 8000, 9000", "99999999, 18000, 20000", "soon, 18000, 20000"})
    void tellsUpstreamsWhatIsLeft(String timeout, int least, int most) throws IOException {
        try (Backend echo = Backend.echo();
                TestGateway gateway = TestGateway.to(echo)
                        .timeouts(LONG, LONG, LONG, LONG)
                        .deadlineHeader("X-Timeout")
                        .start()) {
            String told = told(gateway.ask(get(timeout)));
            assertThat(told.endsWith("m")).isEqualTo(timeout.endsWith("S"));
            assertThat(Integer.parseInt(told.replace("m", ""))).isBetween(least, most);
        }
    }

    @Test
    void isLeftAloneWhereNobodyAskedForIt() throws IOException {
        try (Backend echo = Backend.echo();
                TestGateway gateway = TestGateway.to(echo).start()) {
            assertThat(told(gateway.ask(get("0")))).isEqualTo("0");
        }
    }
}
