package io.gatehouse.benchmarks.load.generator;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.benchmarks.load.generator.LoadClient.LoadOrder;
import io.gatehouse.benchmarks.load.generator.LoadGenerator.Load;
import io.gatehouse.benchmarks.load.generator.Workload.Ask;
import io.undertow.Undertow;
import io.undertow.server.HttpHandler;
import io.undertow.server.handlers.BlockingHandler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RequestLoopTest {

    private static final Duration SHORT = Duration.ofMillis(300);

    private @Nullable Undertow server;

    @AfterEach
    void stop() {
        if (server != null) {
            server.stop();
        }
    }

    @Test
    void countsWhatTheServerAnswered() throws IOException {
        var served = new AtomicLong();
        int port = serve(exchange -> {
            served.incrementAndGet();
            exchange.getResponseSender().send("hello");
        });

        Load load = undisturbed(
                () -> {
                    served.set(0);
                    return run(port, 4, 0, 0);
                },
                run -> run.requests() > 0);

        assertThat(load.errors()).isZero();
        // Each of the four connections may leave one answer behind when time is up.
        assertThat(load.requests()).isPositive().isBetween(served.get() - 4, served.get());
        assertThat(load.nanos()).isGreaterThanOrEqualTo(SHORT.toNanos());
        assertThat(load.p50Micros()).isPositive().isLessThanOrEqualTo(load.p99Micros());
        assertThat(load.p99Micros()).isLessThanOrEqualTo(load.p999Micros());
    }

    @Test
    void asksAtTheRateOfAnOpenLoop() throws IOException {
        var served = new AtomicLong();
        int port = serve(exchange -> {
            served.incrementAndGet();
            exchange.getResponseSender().send("hello");
        });

        Load load = run(port, 8, 0, 1000);

        // 300 on average, by a fixed seed; each that is due is asked, however late.
        assertThat(load.errors()).isZero();
        assertThat(load.requests()).isBetween(200L, 400L).isEqualTo(served.get());
        assertThat(load.nanos()).isEqualTo(SHORT.toNanos());
    }

    @Test
    void countsTheLatencyOfAnOpenLoopFromTheMomentARequestIsDue() throws IOException {
        var served = new AtomicLong();
        int port = serve(new BlockingHandler(exchange -> {
            if (served.incrementAndGet() == 1) {
                LockSupport.parkNanos(SHORT.toNanos());
            }
            exchange.getResponseSender().send("hello");
        }));

        Load load = run(port, 1, 0, 1000);

        // The only connection was held by the first request until nearly all of them were due.
        assertThat(load.errors()).isZero();
        assertThat(load.p50Micros()).isGreaterThan(SHORT.toNanos() / 1000 / 4);
    }

    @Test
    void takesTurnsWithItsRequests() throws IOException {
        Set<String> seen = ConcurrentHashMap.newKeySet();
        int port = serve(exchange -> {
            seen.add(exchange.getRequestPath() + " "
                    + exchange.getRequestHeaders().getFirst("key"));
            exchange.getResponseSender().send("hello");
        });
        var asks = List.of(new Ask("/one", Map.of("key", "1")), new Ask("/two", Map.of("key", "2")));

        run(port, asks, 2, 0, 500);

        assertThat(seen).containsExactlyInAnyOrder("/one 1", "/two 2");
    }

    @Test
    void sendsBodiesWhole() throws IOException {
        var received = new AtomicLong(Long.MAX_VALUE);
        int port = serve(new BlockingHandler(exchange -> {
            long length = exchange.getInputStream().readAllBytes().length;
            received.accumulateAndGet(length, Math::min);
            exchange.getResponseSender().send(exchange.getRequestMethod().toString());
        }));

        Load load = undisturbed(() -> run(port, 2, 300_000, 0), run -> run.requests() > 0);

        assertThat(load.requests()).isPositive();
        assertThat(load.errors()).isZero();
        assertThat(received).hasValue(300_000);
    }

    @Test
    void countsRefusalsAsErrors() throws IOException {
        int port = serve(exchange -> exchange.setStatusCode(503));

        Load load = undisturbed(() -> run(port, 2, 0, 0), run -> run.errors() > 0);

        assertThat(load.requests()).isZero();
        assertThat(load.errors()).isPositive();
    }

    @Test
    void countsClosedConnectionsAsErrorsAndOpensNewOnes() throws IOException {
        int port = serve(exchange -> exchange.getConnection().close());

        Load load = undisturbed(() -> run(port, 2, 0, 0), run -> run.errors() > 2);

        assertThat(load.requests()).isZero();
        assertThat(load.errors()).isGreaterThan(2);
    }

    @Test
    void endsInTimeWhereNobodyListens() throws IOException {
        // Bound and never listened on: nobody else gets the port meanwhile.
        try (var silent = new Socket()) {
            silent.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));

            Load load = run(silent.getLocalPort(), 2, 0, 0);

            assertThat(load.requests()).isZero();
            assertThat(load.errors()).isPositive();
        }
    }

    /** A machine that stands still for as long as the measurement takes answers nothing; then it is measured again. */
    private static Load undisturbed(Measured measured, Predicate<Load> enough) throws IOException {
        Load load = measured.run();
        for (int again = 0; again < 20 && !enough.test(load); again++) {
            load = measured.run();
        }
        return load;
    }

    @FunctionalInterface
    private interface Measured {
        Load run() throws IOException;
    }

    private static Load run(int port, int connections, int bodyBytes, double rate) throws IOException {
        return run(port, List.of(new Ask("/x", Map.of())), connections, bodyBytes, rate);
    }

    private static Load run(int port, List<Ask> asks, int connections, int bodyBytes, double rate) throws IOException {
        var order = new LoadOrder(port, connections, bodyBytes, rate, SHORT);
        List<byte[]> heads = asks.stream()
                .map(ask -> ask.head(port, bodyBytes).getBytes(StandardCharsets.US_ASCII))
                .toList();
        try (var loop = new RequestLoop(order, heads)) {
            loop.connect();
            return loop.run();
        }
    }

    private int serve(HttpHandler handler) {
        Undertow started = Undertow.builder()
                .addHttpListener(0, "127.0.0.1")
                .setHandler(handler)
                .build();
        started.start();
        server = started;
        var address = (InetSocketAddress) started.getListenerInfo().get(0).getAddress();
        return address.getPort();
    }
}
