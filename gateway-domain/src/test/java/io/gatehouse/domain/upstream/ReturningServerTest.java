package io.gatehouse.domain.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.api.Test;

class ReturningServerTest {

    @Test
    void comesBackWhereItWas() throws IOException {
        try (var server = new ReturningServer(ReturningServerTest::listen)) {
            int port = server.port();
            connect(port);

            server.leave();
            server.leave();
            assertThat(server.port()).isEqualTo(port);
            assertRefused(port);

            server.comeBack();
            server.comeBack();
            assertThat(server.port()).isEqualTo(port);
            connect(port);
        }
    }

    @Test
    void endsWithItsServerAndLetsGoOfThePort() throws IOException {
        var server = new ReturningServer(ReturningServerTest::listen);
        var away = new ReturningServer(ReturningServerTest::listen);
        away.leave();

        server.close();
        away.close();

        for (ReturningServer closed : new ReturningServer[] {server, away}) {
            assertRefused(closed.port());
            try (var next = new ServerSocket(closed.port(), 1, InetAddress.getLoopbackAddress())) {
                assertThat(next.isBound()).isTrue();
            }
        }
    }

    private static Runnable listen(InetSocketAddress address) {
        try {
            var socket = new ServerSocket(address.getPort(), 1, address.getAddress());
            return () -> close(socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void close(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void connect(int port) throws IOException {
        new Socket(InetAddress.getLoopbackAddress(), port).close();
    }

    private static void assertRefused(int port) {
        assertThatThrownBy(() -> connect(port)).isInstanceOf(ConnectException.class);
    }
}
