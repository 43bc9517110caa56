package io.gatehouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.domain.concurrency.ConcurrencyGate;
import io.gatehouse.domain.concurrency.InFlightLimit;
import io.gatehouse.domain.rejection.Rejection;
import io.gatehouse.domain.service.ConcurrencyPolicy;
import io.gatehouse.domain.service.ConcurrencyPolicy.Bounds;
import io.gatehouse.domain.service.Resilience;
import io.gatehouse.domain.service.TestServices;
import io.gatehouse.domain.time.ManualClock;
import io.gatehouse.domain.upstream.UpstreamGroup;
import io.gatehouse.http.timer.Await;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The limit of what is in flight follows the latency of a host, which here is as long as a test lets the clock go on. */
@Execution(ExecutionMode.CONCURRENT)
class AdaptiveConcurrencyTest {

    private static final String GET = "GET /svc/x HTTP/1.1\r\nHost: gw\r\n\r\n";
    private static final Bounds BOUNDS = new Bounds(4, 200);
    private static final int LINE = 2;
    private static final Duration LONG = Duration.ofHours(1);
    private static final Duration USUAL = Duration.ofMillis(10);
    private static final Duration SLOW = Duration.ofMillis(400);

    private final ManualClock clock = new ManualClock();
    private final Semaphore mayAnswer = new Semaphore(0);
    private final List<RawClient> clients = new ArrayList<>();
    private Backend backend;
    private TestGateway gateway;

    @BeforeEach
    void open() throws IOException {
        backend = new Backend(line -> {
            while (line.readRequest()) {
                mayAnswer.acquireUninterruptibly();
                line.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
            }
        });
    }

    @AfterEach
    void close() throws IOException {
        mayAnswer.release(1_000_000);
        for (RawClient client : clients) {
            client.close();
        }
        gateway.close();
        backend.close();
    }

    @Test
    void ofAServiceFallsWhileItIsSlowAndRisesAgain() throws IOException {
        start(BOUNDS, null);
        follows(() -> gate().limit(), Rejection.SERVICE_AT_LIMIT);
    }

    @Test
    void ofAHostFallsWhileItIsSlowAndRisesAgain() throws IOException {
        start(null, BOUNDS);
        follows(this::limitOfHost, Rejection.HOSTS_AT_LIMIT);
    }

    private void start(Bounds ofVersion, Bounds ofHost) throws IOException {
        var policy = new ConcurrencyPolicy(ofVersion, ofHost, LINE, LONG, LINE, TestServices.ORIGIN);
        gateway = TestGateway.to(backend)
                .timeouts(LONG, LONG, LONG, null)
                .patience(LONG, LONG, LONG)
                .resilience(new Resilience(null, null, policy), clock)
                .clock(clock)
                .start();
    }

    private void follows(IntSupplier limit, Rejection whose) throws IOException {
        int first = limit.getAsInt();
        for (int i = 0; i < 12; i++) {
            full(limit.getAsInt(), USUAL);
        }
        int usual = limit.getAsInt();
        assertThat(usual).isGreaterThan(first + 5);

        for (int i = 0; i < 20; i++) {
            full(limit.getAsInt(), SLOW);
        }
        int fallen = limit.getAsInt();
        assertThat(fallen).isBetween(BOUNDS.min(), usual / 2);

        sheds(fallen, whose);

        for (int i = 0; i < 12; i++) {
            full(limit.getAsInt(), USUAL);
        }
        assertThat(limit.getAsInt()).isGreaterThan(fallen + 5);
    }

    /** As many calls as may be in flight, all of which take so long. */
    private void full(int calls, Duration each) throws IOException {
        ask(0, calls);
        clock.advance(each);
        served(0, calls);
    }

    /** As many more as the line takes wait for their turn, and the next is told whose limit it was. */
    private void sheds(int limit, Rejection whose) throws IOException {
        ask(0, limit);
        for (int i = limit; i < limit + LINE; i++) {
            client(i).send(GET);
        }
        Await.until("the line is full", () -> gate().waiting() == LINE);
        Answer refused = client(limit + LINE).ask(GET);
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.text()).contains("\"" + whose.code() + "\"");
        assertThat(backend.heads).as("none of these reached the host").hasSize(asked);
        clock.advance(USUAL);
        asked += LINE;
        served(0, limit + LINE);
    }

    private int asked;

    private void ask(int from, int to) throws IOException {
        for (int i = from; i < to; i++) {
            client(i).send(GET);
        }
        asked += to - from;
        backend.heads.await(asked);
    }

    private void served(int from, int to) throws IOException {
        mayAnswer.release(to - from);
        for (int i = from; i < to; i++) {
            assertThat(client(i).answer().text()).isEqualTo("ok");
        }
        Await.until("nothing is in flight", () -> gateway.server.inFlight() == 0 && gateway.permits() == 0);
        clock.advance(Duration.ofMillis(100));
    }

    private RawClient client(int number) throws IOException {
        while (clients.size() <= number) {
            clients.add(gateway.connect());
        }
        return clients.get(number);
    }

    private UpstreamGroup group() {
        return gateway.upstreams.groups().iterator().next();
    }

    private ConcurrencyGate gate() {
        return Objects.requireNonNull(group().gate());
    }

    private int limitOfHost() {
        InFlightLimit limit = group().hosts().get(0).limit();
        return Objects.requireNonNull(limit).now();
    }
}
