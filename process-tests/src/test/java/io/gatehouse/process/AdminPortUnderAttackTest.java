package io.gatehouse.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A small program whose admin port is held by many lives on, and answers the question whether it does. */
@Tag("slow")
class AdminPortUnderAttackTest {

    private static final Pattern ADMIN = Pattern.compile("admin on (http://\\S+), ");
    private static final String WITH_BODY = " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1048576\r\n\r\n";
    private static final int TRIES = 10;

    @TempDir
    private Path folder;

    private final List<Socket> held = new ArrayList<>();

    @AfterEach
    void release() throws IOException {
        for (Socket socket : held) {
            socket.close();
        }
    }

    @Test
    void isAliveWhateverIsHeld() throws Exception {
        Path file = Files.writeString(folder.resolve("gateway.yml"), """
                listen: { address: 127.0.0.1:0 }
                admin: { address: 127.0.0.1:0 }
                registry: { file: { path: services.yml, watch: false } }
                """);
        Files.writeString(
                folder.resolve("services.yml"),
                "services: { orders: { versions: { \"1\": { hosts: [\"http://127.0.0.1:9\"], requires: [] } } } }\n");
        try (Program program = Program.start(List.of("-Xmx128m"), Map.of(), "run", "--config", file.toString())) {
            InetSocketAddress admin = admin(program);
            for (int i = 0; i < 300; i++) {
                hold(admin, "", 0);
            }
            assertAlive(admin);
            for (int i = 0; i < 250; i++) {
                hold(admin, (i % 2 == 0 ? "GET /livez" : "POST /explain") + WITH_BODY, 1048575);
            }
            assertAlive(admin);
            for (int i = 0; i < 250; i++) {
                hold(admin, "POST /registry/diff" + WITH_BODY, 1048575);
            }
            assertAlive(admin);

            program.terminate();
            assertThat(program.exitCode()).isZero();
            assertThat(program.err()).noneMatch(line -> line.contains("OutOfMemory"));
        }
    }

    private static InetSocketAddress admin(Program program) throws IOException {
        Matcher matcher = ADMIN.matcher(program.awaitErr(line -> line.contains("listening on")));
        assertThat(matcher.find()).isTrue();
        return new InetSocketAddress(
                InetAddress.getByAddress(new byte[] {127, 0, 0, 1}),
                URI.create(matcher.group(1)).getPort());
    }

    private void hold(InetSocketAddress admin, String head, int bodyBytes) throws IOException {
        var socket = new Socket(admin.getAddress(), admin.getPort());
        held.add(socket);
        try {
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().write(new byte[bodyBytes]);
        } catch (IOException refused) {
            assertThat(refused).hasMessageMatching("(?i).*(pipe|reset).*");
        }
    }

    /** A busy machine may be silent for a while, a program that is held up always is. */
    private static void assertAlive(InetSocketAddress admin) throws IOException {
        for (int i = 0; i < TRIES; i++) {
            try (var socket = new Socket()) {
                socket.connect(admin, 20_000);
                socket.setSoTimeout(20_000);
                socket.getOutputStream()
                        .write("GET /livez HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                                .getBytes(StandardCharsets.US_ASCII));
                String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
                assertThat(answer).startsWith("HTTP/1.1 200 ");
                return;
            } catch (SocketTimeoutException silent) {
                assertThat(i).as("tries in vain").isLessThan(TRIES - 1);
            }
        }
    }
}
