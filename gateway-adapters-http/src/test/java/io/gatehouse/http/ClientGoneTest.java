package io.gatehouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.domain.rejection.Rejection;
import io.gatehouse.http.timer.Await;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A client that leaves lets go of everything that was held for it. */
class ClientGoneTest {

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void isNoticedWhileTheUpstreamThinks(boolean reset) throws IOException {
        try (Backend backend = new Backend(line -> {
                    line.readRequest();
                    line.awaitEnd();
                });
                TestGateway gateway = TestGateway.to(backend).start()) {
            RawClient client = gateway.connect().send("GET /svc/x HTTP/1.1\r\nHost: gw\r\n\r\n");
            backend.heads.await(1);
            leave(client, reset);

            backend.awaitOpen(0);
            assertThat(gateway.record().status()).isEqualTo(499);
            assertThat(gateway.record().rejection()).isEqualTo(Rejection.CLIENT_GONE);
            gateway.awaitNoUpstreamConnection();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void isNoticedWithinTheRequestBody(boolean reset) throws IOException {
        try (Backend backend = new Backend(line -> {
                    line.readHead();
                    line.awaitEnd();
                });
                TestGateway gateway = TestGateway.to(backend).start()) {
            RawClient client =
                    gateway.connect().send("POST /svc/x HTTP/1.1\r\nHost: gw\r\nContent-Length: 9\r\n\r\nhalf");
            backend.heads.await(1);
            leave(client, reset);

            backend.awaitOpen(0);
            assertThat(gateway.record().status()).isEqualTo(499);
            gateway.awaitNoUpstreamConnection();
        }
    }

    @Test
    void isNoticedBehindTheRequestBody() throws IOException {
        try (Backend backend = new Backend(line -> {
                    line.readRequest();
                    line.awaitEnd();
                });
                TestGateway gateway = TestGateway.to(backend).start()) {
            RawClient client =
                    gateway.connect().send("POST /svc/x HTTP/1.1\r\nHost: gw\r\nContent-Length: 4\r\n\r\nbody");
            backend.heads.await(1);
            leave(client, false);

            backend.awaitOpen(0);
            assertThat(gateway.record().status()).isEqualTo(499);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void isNoticedWithinTheAnswer(boolean reset) throws IOException {
        try (Backend backend = new Backend(line -> {
                    line.readRequest();
                    line.write("HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n");
                    while (true) {
                        line.out.write(new byte[10_000]);
                    }
                });
                TestGateway gateway = TestGateway.to(backend).start()) {
            RawClient client = gateway.connect().send("GET /svc/x HTTP/1.1\r\nHost: gw\r\n\r\n");
            client.head();
            leave(client, reset);

            backend.awaitOpen(0);
            assertThat(gateway.record().status()).isEqualTo(200);
            gateway.awaitNoUpstreamConnection();
        }
    }

    @Test
    void isGivenUpWhenItReadsNothing() throws IOException {
        var shortly = Duration.ofMillis(300);
        try (Backend backend = new Backend(line -> {
                    line.readRequest();
                    line.write("HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n");
                    while (true) {
                        line.out.write(new byte[10_000]);
                    }
                });
                TestGateway gateway = TestGateway.to(backend)
                        .patience(shortly, shortly, shortly)
                        .start();
                RawClient client = gateway.connect()) {
            client.send("GET /svc/x HTTP/1.1\r\nHost: gw\r\n\r\n");

            gateway.settled(1);
            backend.awaitOpen(0);
        }
    }

    /** Their ends are spread over some milliseconds, in which others are served. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void isForgottenWithManyOthersThatGoAtOnce(boolean reset) throws IOException {
        String get = "GET /svc/x HTTP/1.1\r\nHost: gw\r\n\r\n";
        try (Backend backend = Backend.ok("ok");
                TestGateway gateway = TestGateway.to(backend).start();
                RawClient staying = gateway.connect()) {
            List<RawClient> many = new ArrayList<>();
            for (int i = 0; i < 150; i++) {
                RawClient client = gateway.connect();
                many.add(client);
                assertThat(client.ask(get).text()).isEqualTo("ok");
            }
            for (RawClient client : many) {
                leave(client, reset);
            }
            assertThat(staying.ask(get).text()).isEqualTo("ok");
            Await.until("only one is left", () -> gateway.server.connections() == 1);
            assertThat(staying.ask(get).text()).isEqualTo("ok");
        }
    }

    @Test
    void isLeftWhenItSendsNothingOrNoWholeHead() throws IOException {
        var shortly = Duration.ofMillis(300);
        try (Backend backend = Backend.ok("ok");
                TestGateway gateway = TestGateway.to(backend)
                        .patience(shortly, shortly, shortly)
                        .start();
                RawClient silent = gateway.connect();
                RawClient slow = gateway.connect()) {
            slow.send("GET /svc/x HTTP/1.1\r\nHo");
            assertThat(silent.isClosedByServer()).isTrue();
            assertThat(slow.answer().status()).isEqualTo(408);
            assertThat(slow.isClosedByServer()).isTrue();
            Await.until("both are gone", () -> gateway.server.connections() == 0);
        }
    }

    private static void leave(RawClient client, boolean reset) throws IOException {
        if (reset) {
            client.reset();
        } else {
            client.close();
        }
    }
}
