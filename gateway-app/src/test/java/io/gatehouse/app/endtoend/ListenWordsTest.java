package io.gatehouse.app.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.gatehouse.app.startup.Gatehouse;
import io.gatehouse.app.startup.GatehouseConfiguration;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Words of {@code listen} that say who is served, and how. */
class ListenWordsTest {

    private static final int IPV4_BYTES = 4;
    private static final InetAddress IPV4 = address(IPV4_BYTES);
    private static final InetAddress IPV6 = address(16);

    private static Gatehouse listening(String listen, String registry, ByteArrayOutputStream log) {
        return Gatehouse.start(GatehouseConfiguration.parse("listen: " + listen + """

                        admin: { address: 127.0.0.1:0 }
                        access-log: { format: json }
                        """)
                .withRegistry(registry)
                .withAccessLog(log));
    }

    private static String ask(InetAddress host, int port) throws IOException {
        try (var socket = new Socket(host, port)) {
            socket.setSoTimeout(60_000);
            socket.getOutputStream()
                    .write("GET /nobody HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static InetAddress address(int bytes) {
        byte[] raw = new byte[bytes];
        raw[0] = (byte) (bytes == IPV4_BYTES ? 127 : 0);
        raw[bytes - 1] = 1;
        try {
            return InetAddress.getByAddress(raw);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void assumeIpv6() {
        try (var probe = new ServerSocket(0, 1, IPV6)) {
            assumeTrue(probe.isBound());
        } catch (IOException none) {
            assumeTrue(false, "there is no IPv6 here");
        }
    }

    /** A client by IPv4 is known by its own address, not by the one that IPv6 has for it. */
    @ParameterizedTest
    @ValueSource(strings = {"[::]:0", "0.0.0.0:0"})
    void serveBothVersionsOfIp(String address) throws Exception {
        assumeIpv6();
        var log = new ByteArrayOutputStream();
        try (Gatehouse gateway = listening("{ address: \"" + address + "\" }", "services: {}", log)) {
            int port = gateway.address().getPort();
            assertThat(ask(IPV4, port)).startsWith("HTTP/1.1 404 ");
            assertThat(ask(IPV6, port)).startsWith("HTTP/1.1 404 ");
        }
        assertThat(log.toString(StandardCharsets.UTF_8))
                .contains("\"127.0.0.1\"", "\"::1\"")
                .doesNotContain("::ffff");
    }

    @Test
    void serveOneAddressAlone() throws Exception {
        assumeIpv6();
        var log = new ByteArrayOutputStream();
        try (Gatehouse gateway = listening("{ address: \"[::1]:0\" }", "services: {}", log)) {
            int port = gateway.address().getPort();
            assertThat(ask(IPV6, port)).startsWith("HTTP/1.1 404 ");
            assertThatThrownBy(() -> new Socket(IPV4, port).close()).isInstanceOf(ConnectException.class);
        }
    }

    /** Pages see what has become of a call by gRPC-Web only where they are told that they may. */
    @Test
    void serveCallsByGrpcWeb() throws Exception {
        String registry = """
                services: {}
                cors: { origins: ["https://shop.example"], expose-headers: [X-Own] }
                """;
        String call = "POST /nobody/x HTTP/1.1\r\nHost: h\r\nOrigin: https://shop.example\r\nConnection: close\r\n"
                + "Content-Type: application/grpc-web+proto\r\nContent-Length: 0\r\n\r\n";
        var log = new ByteArrayOutputStream();
        try (Gatehouse gateway = listening("{ address: \"127.0.0.1:0\", grpc-web: true }", registry, log);
                var connection = RawConnection.to(gateway.address())) {
            connection.send(call);
            assertThat(connection.readAll())
                    .startsWith("HTTP/1.1 200 ")
                    .contains(
                            "grpc-status: 12\r\n",
                            "Content-Type: application/grpc-web+proto\r\n",
                            "Access-Control-Allow-Origin: https://shop.example\r\n")
                    .containsPattern(
                            "Access-Control-Expose-Headers: [^\r]*X-Own[^\r]*, grpc-status, grpc-message, grpc-status-details-bin\r\n");
            assertThat(Calls.admin(gateway, "/metrics").body())
                    .contains("gatehouse_grpc_refusals_total{grpc_status=\"UNIMPLEMENTED\"} 1.0");
        }
        try (Gatehouse gateway = listening("{ address: \"127.0.0.1:0\" }", registry, log);
                var connection = RawConnection.to(gateway.address())) {
            connection.send(call);
            assertThat(connection.readAll())
                    .startsWith("HTTP/1.1 404 ")
                    .contains("service-unknown")
                    .doesNotContain("grpc-");
        }
    }
}
