package io.gatehouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.domain.pipeline.Decision;
import io.gatehouse.http.pool.ProxyLimits;
import io.gatehouse.http.timer.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A pooled connection whose end has arrived is not lent to a request that would be lost with it. */
class StaleConnectionTest {

    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    private static final String POST = "POST /svc/x HTTP/1.1\r\nHost: gw\r\nContent-Length: 3\r\n\r\nabc";
    private static final int TIMES = 40;
    private static final Duration LONG = Duration.ofSeconds(60);

    /**
     * The host closes its connection while the I/O thread is busy with the next request, so that the system knows of the end
     * but the thread has not been told.
     */
    @ParameterizedTest
    @ValueSource(
            strings = {
                POST,
                "POST /svc/x HTTP/1.1\r\nHost: gw\r\nContent-Length: 0\r\n\r\n",
                "PATCH /svc/x HTTP/1.1\r\nHost: gw\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
                "PUT /svc/x HTTP/1.1\r\nHost: gw\r\nContent-Length: 3\r\n\r\nabc",
                "GET /svc/x HTTP/1.1\r\nHost: gw\r\n\r\n",
            })
    void isNotLostToAConnectionThatTheHostHasClosed(String request) throws IOException {
        var closing = new Semaphore(0);
        try (Backend backend = new Backend(line -> {
                    line.readRequest();
                    line.write(OK);
                    closing.acquireUninterruptibly();
                });
                TestGateway gateway = TestGateway.to(backend)
                        .stages(state -> {
                            closing.release(backend.open());
                            backend.awaitOpen(0);
                            return Decision.proceed(state);
                        })
                        .start();
                RawClient client = gateway.connect()) {
            for (int i = 0; i < TIMES; i++) {
                assertThat(client.ask(request).text()).isEqualTo("ok");
            }
            gateway.settled(TIMES);
            assertThat(backend.connections).hasValue(TIMES);
        }
    }

    /** Answer and end arrive together, for the I/O thread is busy: the connection must not go to the one who waits for it. */
    @Test
    void isNotLostToAConnectionThatEndedBehindTheAnswerOfAnother() throws IOException {
        var answering = new Semaphore(0);
        var number = new AtomicInteger();
        try (Backend backend = new Backend(line -> {
                    boolean closes = number.incrementAndGet() == 1;
                    line.readRequest();
                    answering.acquireUninterruptibly();
                    line.write(OK);
                    if (!closes) {
                        line.readRequest();
                        line.write(OK);
                    }
                });
                TestGateway gateway = TestGateway.to(backend)
                        .limits(new ProxyLimits(1, 10, 4096))
                        .timeouts(LONG, LONG, LONG, null)
                        .stages(state -> {
                            if (state.route().forwardPath().equals("/third")) {
                                answering.release(2);
                                backend.awaitOpen(0);
                            }
                            return Decision.proceed(state);
                        })
                        .start();
                RawClient first = gateway.connect();
                RawClient second = gateway.connect();
                RawClient third = gateway.connect()) {
            first.send(POST);
            backend.heads.await(1);
            second.send(POST);
            Await.until("one waits in line", () -> gateway.server.pools().get(0).waiting() == 1);
            third.send(POST.replace("/x", "/third"));

            assertThat(first.answer().text()).isEqualTo("ok");
            assertThat(second.answer().text()).isEqualTo("ok");
            assertThat(third.answer().text()).isEqualTo("ok");
            gateway.settled(3);
        }
    }

    /** Who lost a connection to its end, and has to wait for another one, does not lose that as well. */
    @Test
    void isNotLostTwiceByOneThatWaitsForAFreshConnection() throws IOException {
        String get = "GET /svc/x HTTP/1.1\r\nHost: gw\r\n\r\n";
        var going = new Semaphore(0);
        var number = new AtomicInteger();
        try (Backend backend = new Backend(line -> {
                    boolean first = number.incrementAndGet() == 1;
                    line.readRequest();
                    if (first) {
                        line.write(OK);
                        line.readRequest();
                    }
                    going.acquireUninterruptibly();
                    if (!first) {
                        line.write(OK);
                    }
                });
                TestGateway gateway = TestGateway.to(backend)
                        .limits(new ProxyLimits(1, 10, 4096))
                        .timeouts(LONG, LONG, LONG, null)
                        .stages(state -> {
                            if (state.route().forwardPath().equals("/third")) {
                                going.release(3);
                                backend.awaitOpen(0);
                            }
                            return Decision.proceed(state);
                        })
                        .start();
                RawClient first = gateway.connect();
                RawClient second = gateway.connect();
                RawClient third = gateway.connect()) {
            assertThat(first.ask(get).text()).isEqualTo("ok");
            first.send(get);
            backend.heads.await(2);
            second.send(get);
            Await.until("one waits in line", () -> gateway.server.pools().get(0).waiting() == 1);
            going.release();
            backend.heads.await(3);
            Await.until("the first waits", () -> gateway.server.pools().get(0).waiting() == 1);
            third.send(get.replace("/x", "/third"));

            assertThat(second.answer().text()).isEqualTo("ok");
            assertThat(first.answer().text()).isEqualTo("ok");
            assertThat(third.answer().text()).isEqualTo("ok");
            gateway.settled(4);
        }
    }

    /** The end of each connection comes some time after the answer: sooner or later than the next request. */
    @Test
    void isNotLostToAHostThatClosesEachConnectionBehindItsAnswer() throws IOException {
        try (Backend backend = Backend.once(OK);
                TestGateway gateway = TestGateway.to(backend).start();
                RawClient client = gateway.connect()) {
            for (int i = 0; i < TIMES; i++) {
                assertThat(client.ask(POST).text()).isEqualTo("ok");
            }
            gateway.settled(TIMES);
            assertThat(backend.connections).hasValue(TIMES);
        }
    }

    @Test
    void leavesConnectionsAloneThatAreGood() throws IOException {
        var bodies = new AtomicInteger();
        try (Backend backend = new Backend(line -> {
                    while (line.readRequest()) {
                        bodies.addAndGet(line.body.length);
                        line.write(OK);
                    }
                });
                TestGateway gateway = TestGateway.to(backend).start();
                RawClient client = gateway.connect()) {
            assertThat(client.ask(POST).text()).isEqualTo("ok");
            Await.until("a request has gone over a connection that was used before", () -> {
                assertThat(ask(client, POST)).isEqualTo("ok");
                return bodies.get() > 3 * backend.connections.get();
            });
            int connections = backend.connections.get();
            for (int i = 0; i < TIMES; i++) {
                assertThat(client.ask(POST).text()).isEqualTo("ok");
            }
            assertThat(backend.connections).hasValue(connections);
        }
    }

    private static String ask(RawClient client, String request) {
        try {
            return client.ask(request).text();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
