package io.gatehouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.http.timer.Await;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies flow through as they come, in both directions, as fast as the slower side takes them. */
class StreamingTest {

    private static final long BIG = 200L << 20;
    private static final byte[] BLOCK = new byte[64 * 1024];

    @Test
    void handsOnTheHeadBeforeThereIsABody() throws Exception {
        var read = new CountDownLatch(1);
        try (Backend backend = new Backend(line -> {
                    line.readRequest();
                    line.write(
                            "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n");
                    await(read);
                    line.write("0\r\n\r\n");
                });
                TestGateway gateway = TestGateway.to(backend).start();
                RawClient client = gateway.connect()) {
            client.send("GET /svc/x HTTP/1.1\r\nHost: gw\r\n\r\n");
            assertThat(client.head()).contains("Content-Type: text/event-stream");
            read.countDown();
            assertThat(Wire.chunks(client.in)).isEmpty();
            gateway.settled(1);
        }
    }

    @Test
    void handsOnEachEventAtOnce() throws Exception {
        var next = new CountDownLatch[] {new CountDownLatch(1), new CountDownLatch(1), new CountDownLatch(1)};
        try (Backend backend = new Backend(line -> {
                    line.readRequest();
                    line.write("HTTP/1.1 200 OK\r\n\r\n");
                    for (int i = 0; i < next.length; i++) {
                        line.write("data: " + i + "\n\n");
                        await(next[i]);
                    }
                });
                TestGateway gateway = TestGateway.to(backend).start();
                RawClient client = gateway.connect()) {
            client.send("GET /svc/x HTTP/1.1\r\nHost: gw\r\n\r\n").head();
            for (int i = 0; i < next.length; i++) {
                assertThat(Wire.chunk(client.in)).isEqualTo("data: " + i + "\n\n");
                next[i].countDown();
            }
            assertThat(Wire.chunk(client.in)).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void streamsABigAnswer(boolean chunked) throws IOException {
        try (Backend backend = new Backend(line -> {
                    line.readRequest();
                    line.write("HTTP/1.1 200 OK\r\n"
                            + (chunked ? "Transfer-Encoding: chunked" : "Content-Length: " + BIG) + "\r\n\r\n");
                    for (long sent = 0; sent < BIG; sent += BLOCK.length) {
                        line.out.write(chunked ? "10000\r\n".getBytes(StandardCharsets.ISO_8859_1) : new byte[0]);
                        line.out.write(BLOCK);
                        line.out.write(chunked ? "\r\n".getBytes(StandardCharsets.ISO_8859_1) : new byte[0]);
                    }
                    line.write(chunked ? "0\r\n\r\n" : "");
                    line.awaitEnd();
                });
                TestGateway gateway = TestGateway.to(backend).start();
                RawClient client = gateway.connect()) {
            client.send("GET /svc/x HTTP/1.1\r\nHost: gw\r\n\r\n").head();
            assertThat(chunked ? chunkedLength(client.in) : length(client.in, BIG))
                    .isEqualTo(BIG);
            assertThat(gateway.record().bytesOut()).isEqualTo(BIG);
            Await.until("one connection is idle", () -> gateway.idle() == 1);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void streamsABigRequest(boolean chunked) throws Exception {
        var got = new AtomicLong();
        try (Backend backend = new Backend(line -> {
                    line.readHead();
                    got.set(chunked ? chunkedLength(line.in) : length(line.in, BIG));
                    line.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
                    line.awaitEnd();
                });
                TestGateway gateway = TestGateway.to(backend).maxBody(BIG).start();
                RawClient client = gateway.connect()) {
            client.send("POST /svc/x HTTP/1.1\r\nHost: gw\r\n"
                    + (chunked ? "Transfer-Encoding: chunked" : "Content-Length: " + BIG) + "\r\n\r\n");
            OutputStream out = client.socket.getOutputStream();
            for (long sent = 0; sent < BIG; sent += BLOCK.length) {
                out.write(chunked ? "10000\r\n".getBytes(StandardCharsets.ISO_8859_1) : new byte[0]);
                out.write(BLOCK);
                out.write(chunked ? "\r\n".getBytes(StandardCharsets.ISO_8859_1) : new byte[0]);
            }
            client.send(chunked ? "0\r\n\r\n" : "");
            assertThat(client.answer().text()).isEqualTo("ok");
            assertThat(got).hasValue(BIG);
            assertThat(gateway.record().bytesIn()).isEqualTo(BIG);
            Await.until("one connection is idle", () -> gateway.idle() == 1);
        }
    }

    @Test
    void readsNoFasterThanTheClientTakes() throws Exception {
        var sent = new AtomicLong();
        try (Backend backend = new Backend(line -> {
                    line.readRequest();
                    line.write("HTTP/1.1 200 OK\r\nContent-Length: " + BIG + "\r\n\r\n");
                    for (long n = 0; n < BIG; n += BLOCK.length) {
                        line.out.write(BLOCK);
                        sent.addAndGet(BLOCK.length);
                    }
                    line.awaitEnd();
                });
                TestGateway gateway = TestGateway.to(backend).start();
                RawClient client = gateway.connect()) {
            client.send("GET /svc/x HTTP/1.1\r\nHost: gw\r\n\r\n").head();
            long before = -1;
            while (sent.get() != before) {
                before = sent.get();
                for (int i = 0; i < 10; i++) {
                    Await.pause();
                }
            }
            assertThat(before).as("what fits into sockets, and little more").isLessThan(BIG / 2);
            assertThat(length(client.in, BIG)).isEqualTo(BIG);
        }
    }

    @Test
    void streamsBothWaysAtOnce() throws Exception {
        try (Backend backend = new Backend(line -> {
                    line.readHead();
                    line.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
                    for (int i = 0; i < 3; i++) {
                        line.write("4\r\n" + Wire.chunk(line.in).repeat(4) + "\r\n");
                    }
                    Wire.chunk(line.in);
                    line.write("0\r\n\r\n");
                    line.awaitEnd();
                });
                TestGateway gateway = TestGateway.to(backend).start();
                RawClient client = gateway.connect()) {
            client.send("POST /svc/x HTTP/1.1\r\nHost: gw\r\nTransfer-Encoding: chunked\r\n\r\n");
            for (String letter : new String[] {"a", "b", "c"}) {
                client.send("1\r\n" + letter + "\r\n");
                if (letter.equals("a")) {
                    client.head();
                }
                assertThat(Wire.chunk(client.in)).isEqualTo(letter.repeat(4));
            }
            client.send("0\r\n\r\n");
            assertThat(Wire.chunk(client.in)).isEmpty();
            gateway.settled(1);
        }
    }

    private static long length(InputStream in, long most) throws IOException {
        byte[] buffer = new byte[64 * 1024];
        long total = 0;
        while (total < most) {
            int read = in.read(buffer, 0, (int) Math.min(buffer.length, most - total));
            if (read < 0) {
                break;
            }
            total += read;
        }
        return total;
    }

    private static long chunkedLength(InputStream in) throws IOException {
        long total = 0;
        while (true) {
            int size = 0;
            for (int c = in.read(); c != '\r'; c = in.read()) {
                size = size * 16 + Character.digit(c, 16);
            }
            in.read();
            if (length(in, size) != size) {
                throw new IOException("a chunk is cut off");
            }
            total += size;
            in.read();
            in.read();
            if (size == 0) {
                return total;
            }
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
