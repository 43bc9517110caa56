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
    void isLentToOneServerAfterAnother() throws IOException {
        try (HeldPort held = HeldPort.any()) {
            for (int n = 0; n < 3; n++) {
                held.lend();
                try (var server = new ServerSocket(held.number(), 1, LOOPBACK);
                        var client = new Socket(LOOPBACK, held.number())) {
                    // The server hangs up first: its end of the connection lingers.
                    server.accept().close();
                    assertThat(client.getInputStream().read()).isEqualTo(-1);
                }
                held.takeBack();
                assertRefused(held.number());
            }
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
