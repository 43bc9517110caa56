package io.gatehouse.app.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatehouse.app.startup.Gatehouse;
import io.undertow.server.HttpServerExchange;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ShutdownTest {

    private final CountDownLatch arrived = new CountDownLatch(1);
    private final CountDownLatch mayAnswer = new CountDownLatch(1);

    @Test
    void finishesWhatIsInFlightAndTakesNothingNew() throws Exception {
        try (Backend backend = Backend.start("slow", this::answerLater)) {
            Gatehouse gateway = Gatehouse.start(Configurations.withGrace("30s", Configurations.orders(backend)));
            try (var connection = RawConnection.to(gateway.address())) {
                connection.send("GET /orders HTTP/1.1\r\nHost: h\r\n\r\n");
                assertThat(arrived.await(60, TimeUnit.SECONDS)).isTrue();

                CompletableFuture<Void> stopping = CompletableFuture.runAsync(gateway::close);
                Eventually.holds(
                        "it says so", () -> Calls.admin(gateway, "/readyz").statusCode() == 503);
                Eventually.holds("nobody listens", () -> refusesConnections(gateway.address()));
                assertThat(stopping).isNotDone();

                mayAnswer.countDown();
                assertThat(connection.readAll())
                        .startsWith("HTTP/1.1 200 ")
                        .contains("Connection: close")
                        .endsWith("done");
                stopping.get(60, TimeUnit.SECONDS);
            }
        }
    }

    @Test
    void cutsOffWhatOutlastsTheGrace() throws Exception {
        try (Backend backend = Backend.start("slow", this::answerLater)) {
            Gatehouse gateway = Gatehouse.start(Configurations.withGrace("100ms", Configurations.orders(backend)));
            try (var connection = RawConnection.to(gateway.address())) {
                connection.send("GET /orders HTTP/1.1\r\nHost: h\r\n\r\n");
                assertThat(arrived.await(60, TimeUnit.SECONDS)).isTrue();

                gateway.close();

                assertThat(endOf(connection)).isEmpty();
            } finally {
                mayAnswer.countDown();
            }
        }
    }

    @Test
    void freesItsPorts() throws Exception {
        try (Backend backend = Backend.start("one")) {
            Gatehouse gateway = Gatehouse.start(Configurations.of(Configurations.orders(backend)));

            gateway.close();
            gateway.close();

            assertThat(refusesConnections(gateway.address())).isTrue();
            assertThat(refusesConnections(gateway.adminAddress())).isTrue();
            assertThatThrownBy(() -> Calls.get(gateway, "/orders")).isInstanceOf(IOException.class);
        }
    }

    private void answerLater(HttpServerExchange exchange) {
        exchange.dispatch(later -> {
            arrived.countDown();
            later.startBlocking();
            mayAnswer.await(60, TimeUnit.SECONDS);
            later.getResponseSender().send("done");
        });
    }

    /** What came until the end; a connection that is reset counts as one that said nothing. */
    private static String endOf(RawConnection connection) {
        try {
            return connection.readAll();
        } catch (IOException e) {
            return "";
        }
    }

    private static boolean refusesConnections(InetSocketAddress address) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), address.getPort())) {
            return !socket.isConnected();
        } catch (ConnectException e) {
            return true;
        }
    }
}
