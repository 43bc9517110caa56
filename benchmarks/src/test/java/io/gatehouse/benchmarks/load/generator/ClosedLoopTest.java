package io.gatehouse.benchmarks.load.generator;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.benchmarks.load.generator.LoadClient.LoadOrder;
import io.gatehouse.benchmarks.load.generator.LoadGenerator.Load;
import io.undertow.Undertow;
import io.undertow.server.HttpHandler;
import io.undertow.server.handlers.BlockingHandler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ClosedLoopTest {

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
        String url = serve(exchange -> {
            served.incrementAndGet();
            exchange.getResponseSender().send("hello");
        });

        Load load = new ClosedLoop(new LoadOrder(url, 4, 0, SHORT)).run();

        assertThat(load.errors()).isZero();
        // Each of the four connections may leave one answer behind when time is up.
        assertThat(load.requests()).isPositive().isBetween(served.get() - 4, served.get());
        assertThat(load.nanos()).isGreaterThanOrEqualTo(SHORT.toNanos());
        assertThat(load.p50Micros()).isPositive().isLessThanOrEqualTo(load.p99Micros());
    }

    @Test
    void sendsBodiesWhole() throws IOException {
        var received = new AtomicLong(Long.MAX_VALUE);
        String url = serve(new BlockingHandler(exchange -> {
            long length = exchange.getInputStream().readAllBytes().length;
            received.accumulateAndGet(length, Math::min);
            exchange.getResponseSender().send(exchange.getRequestMethod().toString());
        }));

        Load load = answered(new LoadOrder(url, 2, 300_000, SHORT));

        assertThat(load.requests()).isPositive();
        assertThat(load.errors()).isZero();
        assertThat(received).hasValue(300_000);
    }

    @Test
    void countsRefusalsAsErrors() throws IOException {
        String url = serve(exchange -> exchange.setStatusCode(503));

        Load load = answered(new LoadOrder(url, 2, 0, SHORT));

        assertThat(load.requests()).isZero();
        assertThat(load.errors()).isPositive();
    }

    @Test
    void countsClosedConnectionsAsErrorsAndOpensNewOnes() throws IOException {
        String url = serve(exchange -> exchange.getConnection().close());

        Load load = new ClosedLoop(new LoadOrder(url, 2, 0, SHORT)).run();

        assertThat(load.requests()).isZero();
        assertThat(load.errors()).isGreaterThan(2);
    }

    @Test
    void endsInTimeWhereNobodyListens() throws IOException {
        // Bound and never listened on: nobody else gets the port meanwhile.
        try (var silent = new Socket()) {
            silent.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            var order = new LoadOrder("http://127.0.0.1:" + silent.getLocalPort() + "/", 2, 0, SHORT);

            Load load = new ClosedLoop(order).run();

            assertThat(load.requests()).isZero();
            assertThat(load.errors()).isPositive();
        }
    }

    /** A machine that stands still for as long as the measurement takes answers nothing; then it is measured again. */
    private static Load answered(LoadOrder order) throws IOException {
        Load load = new ClosedLoop(order).run();
        for (int again = 0; again < 20 && load.requests() + load.errors() == 0; again++) {
            load = new ClosedLoop(order).run();
        }
        return load;
    }

    private String serve(HttpHandler handler) {
        Undertow started = Undertow.builder()
                .addHttpListener(0, "127.0.0.1")
                .setHandler(handler)
                .build();
        started.start();
        server = started;
        var address = (InetSocketAddress) started.getListenerInfo().get(0).getAddress();
        return "http://127.0.0.1:" + address.getPort() + "/x";
    }
}
