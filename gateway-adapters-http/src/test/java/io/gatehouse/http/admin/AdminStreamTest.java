package io.gatehouse.http.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.domain.admin.AdminRequest;
import io.gatehouse.domain.admin.AdminResponse;
import io.gatehouse.domain.admin.AdminRoute;
import io.gatehouse.domain.admin.AdminStream;
import io.gatehouse.domain.time.WatchedCount;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Streams of the admin port over real sockets: what readers get, and what those may hold that do not read. */
@Execution(ExecutionMode.CONCURRENT)
class AdminStreamTest {

    /** Streams that a test fills, all alike. */
    private static final class Streams implements AdminRoute {

        final WatchedCount begun = new WatchedCount();
        final WatchedCount ended = new WatchedCount();
        final WatchedCount asked = new WatchedCount();
        final Queue<String> texts = new ConcurrentLinkedQueue<>();
        private final boolean endless;
        private volatile Runnable ready = () -> {};

        Streams(boolean endless) {
            this.endless = endless;
        }

        void say(String text) {
            texts.add(text);
            ready.run();
        }

        @Override
        public String path() {
            return "/stream";
        }

        @Override
        public AdminResponse handle(AdminRequest request) {
            return AdminResponse.stream("text/plain", new AdminStream() {
                @Override
                public void begin(Runnable wake) {
                    ready = wake;
                    begun.add(1);
                }

                @Override
                public byte[] next() {
                    asked.add(1);
                    if (endless) {
                        return new byte[MOST_BYTES];
                    }
                    String text = texts.poll();
                    return text == null ? new byte[0] : text.getBytes(StandardCharsets.UTF_8);
                }

                @Override
                public byte[] heartbeat() {
                    return "beat\n".getBytes(StandardCharsets.UTF_8);
                }

                @Override
                public void ended() {
                    ended.add(1);
                }
            });
        }
    }

    private static Socket open(InetSocketAddress address, String method) throws IOException {
        var socket = new Socket();
        socket.setReceiveBufferSize(4096);
        socket.setSoTimeout(60_000);
        socket.connect(address);
        socket.getOutputStream()
                .write((method + " /stream HTTP/1.1\r\nHost: localhost\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    /** Reads until this has come. */
    private static String until(Socket socket, String wanted) throws IOException {
        InputStream in = socket.getInputStream();
        var text = new StringBuilder();
        while (text.indexOf(wanted) < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("ended behind: " + text);
            }
            text.append((char) next);
        }
        return text.toString();
    }

    @Test
    void sendsWhatComesAndASignOfLifeWhereNothingDoes() throws IOException {
        var streams = new Streams(false);
        try (var admin = new AdminFixture(streams);
                Socket socket = open(admin.address(), "GET")) {
            assertThat(until(socket, "beat\n"))
                    .startsWith("HTTP/1.1 200 ")
                    .containsIgnoringCase("transfer-encoding: chunked")
                    .containsIgnoringCase("cache-control: no-store");
            streams.say("one\n");
            until(socket, "one\n");
            admin.clock.advance(Duration.ofSeconds(AdminStream.HEARTBEAT_SECONDS + 1));
            until(socket, "beat\n");
            streams.say("two\n");
            until(socket, "two\n");
        }
        streams.ended.await("the end of the stream", now -> now == 1);
    }

    @Test
    void asksNoMoreForAReaderThatDoesNotReadAndDropsItInTheEnd() throws IOException {
        var streams = new Streams(true);
        try (var admin = new AdminFixture(streams);
                Socket socket = open(admin.address(), "GET")) {
            streams.begun.await("the stream", now -> now == 1);
            assertThat(admin.client().get("/livez").status()).isEqualTo(200);
            admin.clock.advance(Duration.ofSeconds(31));
            streams.ended.await("the end of the stream", now -> now == 1);
            assertThat(streams.asked.get())
                    .as(
                            "pieces of 64 KiB; by itself the system would take megabytes, and the reader seem to read for as long")
                    .isLessThan(16);
            assertThat(socket.isConnected()).isTrue();
        }
    }

    @Test
    void noticesThatAReaderHasLeft() throws IOException {
        var streams = new Streams(false);
        try (var admin = new AdminFixture(streams)) {
            try (Socket socket = open(admin.address(), "GET")) {
                until(socket, "beat\n");
            }
            streams.ended.await("the end of the stream", now -> now == 1);
        }
    }

    @Test
    void hasRoomForABoundedNumber() throws IOException {
        var streams = new Streams(false);
        List<Socket> readers = new ArrayList<>();
        try (var admin = new AdminFixture(streams)) {
            for (int i = 0; i < AdminStream.MOST; i++) {
                Socket reader = open(admin.address(), "GET");
                readers.add(reader);
                until(reader, "beat\n");
            }
            try (Socket beyond = open(admin.address(), "GET")) {
                assertThat(until(beyond, "}")).startsWith("HTTP/1.1 503 ").containsIgnoringCase("retry-after: 5");
            }
            streams.ended.await("the one that nobody got", now -> now == 1);
            readers.remove(0).close();
            streams.ended.await("the one that has left", now -> now == 2);
            try (Socket next = open(admin.address(), "GET")) {
                assertThat(until(next, "beat\n")).startsWith("HTTP/1.1 200 ");
            }
        } finally {
            for (Socket reader : readers) {
                reader.close();
            }
        }
    }

    @Test
    void answersHeadWithoutAStream() throws IOException {
        var streams = new Streams(false);
        try (var admin = new AdminFixture(streams);
                Socket socket = open(admin.address(), "HEAD")) {
            assertThat(until(socket, "\r\n\r\n")).startsWith("HTTP/1.1 200 ");
            streams.ended.await("the end of the stream", now -> now == 1);
            assertThat(streams.begun.get()).isZero();
        }
    }
}
