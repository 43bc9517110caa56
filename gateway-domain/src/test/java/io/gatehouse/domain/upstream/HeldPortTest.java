package io.gatehouse.domain.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.api.Test;

class HeldPortTest {

    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    @Test
    void refusesConnections() {
        try (HeldPort held = HeldPort.any()) {
            assertRefused(held.number());
        }
    }

    @Test
    void takesTheServersPlaceUntilItComesBack() throws IOException {
        int port;
        try (var server = new ServerSocket(0, 1, LOOPBACK)) {
            port = server.getLocalPort();
            // The server hangs up first: its end of the connection lingers.
            var client = new Socket(LOOPBACK, port);
            server.accept().close();
            client.close();
        }
        try (HeldPort held = HeldPort.at(port)) {
            assertThat(held.number()).isEqualTo(port);
            assertRefused(port);
        }
        try (var server = new ServerSocket(port, 1, LOOPBACK);
                var client = new Socket(LOOPBACK, port)) {
            assertThat(server.isBound() && client.isConnected()).isTrue();
        }
    }

    @Test
    void isGivenToNobodyElse() throws IOException {
        try (HeldPort held = HeldPort.any();
                var other = new Socket()) {
            var place = new InetSocketAddress(LOOPBACK, held.number());
            assertThatThrownBy(() -> other.bind(place)).isInstanceOf(BindException.class);
        }
    }

    private static void assertRefused(int port) {
        assertThatThrownBy(() -> new Socket(LOOPBACK, port).close()).isInstanceOf(ConnectException.class);
    }
}
