package io.gatehouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.domain.service.HostAddress;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A body of a gibibyte streams both ways through a gateway whose heap is 128 MiB. */
@Tag("proof")
class HugeBodyTest {

    private static final long SIZE = 1L << 30;
    private static final String PORT = "port=";
    private static final byte[] BLOCK = new byte[1 << 16];

    @Test
    void streamsThroughASmallHeap() throws Exception {
        try (Backend backend = new Backend(HugeBodyTest::swallowAndSend)) {
            Process gateway = fork(backend);
            try (var lines = gateway.inputReader()) {
                int port = lines.lines()
                        .filter(line -> line.startsWith(PORT))
                        .mapToInt(line -> Integer.parseInt(line.substring(PORT.length())))
                        .findFirst()
                        .orElseThrow();
                var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
                send(address, "Content-Length: " + SIZE);
                send(address, "Transfer-Encoding: chunked");
                receive(address);
                assertThat(gateway.isAlive()).isTrue();
            } finally {
                gateway.destroy();
                gateway.waitFor();
            }
        }
    }

    private static void send(InetSocketAddress address, String framing) throws IOException {
        boolean chunked = framing.startsWith("Transfer");
        try (RawClient client = new RawClient(address)) {
            client.send("POST /svc/x HTTP/1.1\r\nHost: gw\r\n" + framing + "\r\n\r\n");
            for (long sent = 0; sent < SIZE; sent += BLOCK.length) {
                client.send(chunked ? "10000\r\n" : "");
                client.socket.getOutputStream().write(BLOCK);
                client.send(chunked ? "\r\n" : "");
            }
            client.send(chunked ? "0\r\n\r\n" : "");
            assertThat(client.answer().text()).isEqualTo(String.valueOf(SIZE));
        }
    }

    private static void receive(InetSocketAddress address) throws IOException {
        try (RawClient client = new RawClient(address)) {
            client.send("GET /svc/x HTTP/1.1\r\nHost: gw\r\n\r\n").head();
            assertThat(swallow(client.in, SIZE)).isEqualTo(SIZE);
        }
    }

    private static void swallowAndSend(Backend.Line line) throws IOException {
        while (line.readHead()) {
            if (line.head.get(0).startsWith("POST")) {
                long got = line.header("Content-Length").isEmpty()
                        ? swallowChunks(line)
                        : swallow(line.in, Long.parseLong(line.header("Content-Length")));
                String text = String.valueOf(got);
                line.write("HTTP/1.1 200 OK\r\nContent-Length: " + text.length() + "\r\n\r\n" + text);
            } else {
                line.write("HTTP/1.1 200 OK\r\nContent-Length: " + SIZE + "\r\n\r\n");
                for (long sent = 0; sent < SIZE; sent += BLOCK.length) {
                    line.out.write(BLOCK);
                }
            }
        }
    }

    private static long swallowChunks(Backend.Line line) throws IOException {
        long total = 0;
        String chunk = Wire.chunk(line.in);
        while (!chunk.isEmpty()) {
            total += chunk.length();
            chunk = Wire.chunk(line.in);
        }
        return total;
    }

    private static long swallow(InputStream in, long most) throws IOException {
        byte[] buffer = new byte[1 << 16];
        long total = 0;
        while (total < most) {
            int read = in.read(buffer, 0, (int) Math.min(buffer.length, most - total));
            if (read < 0) {
                return total;
            }
            total += read;
        }
        return total;
    }

    private static Process fork(Backend backend) throws IOException {
        return new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:MaxDirectMemorySize=32m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Fork.class.getName(),
                        String.valueOf(backend.address().port())))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** The gateway in a process of its own: prints its port, and runs until it is ended. */
    static final class Fork {

        private Fork() {}

        public static void main(String[] args) throws Exception {
            var host = new HostAddress(false, "127.0.0.1", Integer.parseInt(args[0]));
            TestGateway gateway = TestGateway.to(host).maxBody(SIZE).start();
            System.out.println(PORT + gateway.address.getPort());
            Thread.currentThread().join();
        }
    }
}
