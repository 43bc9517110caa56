package io.gatehouse.http.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatehouse.domain.admin.AdminRoute;
import io.gatehouse.domain.time.SystemClock;
import java.io.IOException;
import java.io.InputStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The admin server at a Unix socket. */
@Execution(ExecutionMode.CONCURRENT)
class AdminSocketTest {

    private static final int LARGE = 3 << 20;
    private static final List<AdminRoute> ROUTES = List.of(
            AdminRoutes.post(
                    "/echo", LARGE, request -> AdminJson.response(200, Map.of("length", request.body().length))),
            AdminRoutes.get("/large", request -> AdminJson.response(200, Map.of("text", "x".repeat(LARGE)))));

    private final List<AutoCloseable> open = new ArrayList<>();
    private Path folder;
    private Path file;

    /** A name of at most a hundred bytes, which a folder of JUnit's may exceed. */
    @BeforeEach
    void folder() throws IOException {
        folder = Files.createTempDirectory("gw");
        file = folder.resolve("admin.sock");
    }

    @AfterEach
    void end() throws Exception {
        for (AutoCloseable one : open) {
            one.close();
        }
        try (Stream<Path> left = Files.list(folder)) {
            for (Path one : left.toList()) {
                Files.delete(one);
            }
        }
        Files.delete(folder);
    }

    private AdminSocket started(AdminSocket.Access access) throws IOException {
        var socket = new AdminSocket(file, access, ROUTES, new SystemClock());
        open.add(socket);
        socket.start();
        return socket;
    }

    private SocketChannel connected() throws IOException {
        SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(file));
        open.add(0, channel);
        return channel;
    }

    private static void send(SocketChannel channel, String text) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private static String ask(SocketChannel channel, String method, String path, String body) throws IOException {
        send(
                channel,
                method + " " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: "
                        + body.length() + "\r\n\r\n" + body);
        InputStream in = Channels.newInputStream(channel);
        return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
    }

    @Test
    void answersWithoutATokenWhateverItsSize() throws Exception {
        started(AdminSocket.Access.OWNER);
        assertThat(ask(connected(), "POST", "/echo", "y".repeat(LARGE)))
                .startsWith("HTTP/1.1 200 ")
                .contains("\"length\":" + LARGE);
        assertThat(ask(connected(), "GET", "/large", ""))
                .startsWith("HTTP/1.1 200 ")
                .endsWith("xxx\"}");
        assertThat(ask(connected(), "GET", "/nothing", "")).startsWith("HTTP/1.1 404 ");
    }

    @ParameterizedTest
    @CsvSource({"OWNER, rw-------", "GROUP, rw-rw----"})
    void theFileSaysWhoMayConnectAndGoesWithTheServer(AdminSocket.Access access, String permissions) throws Exception {
        AdminSocket socket = started(access);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo(permissions);
        try (Stream<Path> all = Files.list(folder)) {
            assertThat(all).containsExactly(file);
        }
        socket.close();
        assertThat(file).doesNotExist();
        socket.close();
    }

    @Test
    void replacesWhatIsLeftBehindAndNothingElse() throws Exception {
        try (ServerSocketChannel left = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            left.bind(UnixDomainSocketAddress.of(file));
            assertThatThrownBy(() -> started(AdminSocket.Access.OWNER))
                    .isInstanceOf(BindException.class)
                    .hasMessage("something listens there");
        }
        AdminSocket socket = started(AdminSocket.Access.OWNER);
        assertThat(ask(connected(), "GET", "/large", "")).startsWith("HTTP/1.1 200 ");
        // Somebody puts another file there: it is his.
        Files.delete(file);
        Files.writeString(file, "mine");
        socket.close();
        assertThat(file).hasContent("mine");
        assertThatThrownBy(() -> started(AdminSocket.Access.OWNER))
                .isInstanceOf(BindException.class)
                .hasMessage("something is there that is no socket");
        assertThat(file).hasContent("mine");
    }

    @Test
    void letsNobodyInByThePortBehindIt() throws Exception {
        var relay = new SocketRelay();
        try (var server = new AdminServer(
                new AdminSettings(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), null),
                ROUTES,
                new SystemClock(),
                InetAddress::isLoopbackAddress,
                relay::isOurs)) {
            InetSocketAddress address = server.start();
            try (var stranger = new Socket(address.getAddress(), address.getPort())) {
                stranger.getOutputStream()
                        .write("GET /large HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                assertThat(readsNothing(stranger)).isTrue();
            }
        }
    }

    private static boolean readsNothing(Socket socket) throws IOException {
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketException reset) {
            return true;
        }
    }

    @Test
    void oldestGoesWhereThereAreTooMany() throws Exception {
        started(AdminSocket.Access.OWNER);
        SocketChannel first = connected();
        for (int i = 0; i < SocketRelay.MOST; i++) {
            connected();
        }
        assertThat(first.read(ByteBuffer.allocate(1))).isNegative();
        assertThat(ask(connected(), "GET", "/large", "")).startsWith("HTTP/1.1 200 ");
    }
}
