package io.gatehouse.process;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Clients that follow the protocol and try nothing twice: callers keep their connection until a response says that it ends; holders of
 * WebSockets and of streams of events come back when these are ended in order, and only then.
 */
final class LastingLoad implements AutoCloseable {

    private static final byte[] GOING_AWAY = {(byte) 0x88, 2, (byte) (1001 >> 8), (byte) (1001 & 0xff)};
    private static final byte[] MASKED_CLOSE = {
        (byte) 0x88, (byte) 0x82, 0, 0, 0, 0, (byte) (1001 >> 8), (byte) (1001 & 0xff)
    };
    private static final int PATIENCE_MILLIS = 60_000;

    private final int port;
    private final Pace pace = new Pace();
    private final ExecutorService clients = Executors.newCachedThreadPool();
    private final Set<Socket> lasting = ConcurrentHashMap.newKeySet();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final Semaphore answered = new Semaphore(0);
    private final Semaphore tunnels = new Semaphore(0);
    private final Semaphore streams = new Semaphore(0);
    private final CountDownLatch callersEnded;

    LastingLoad(int port, int callers, int callsPerSecond, int tunnels, int streams) {
        this.port = port;
        this.callersEnded = new CountDownLatch(callers);
        long pause = TimeUnit.SECONDS.toNanos(callers) / callsPerSecond;
        for (int n = 0; n < callers; n++) {
            clients.execute(() -> call(pause));
        }
        for (int n = 0; n < tunnels; n++) {
            clients.execute(() -> last("tunnel", this::tunnel));
        }
        for (int n = 0; n < streams; n++) {
            clients.execute(() -> last("stream", this::stream));
        }
    }

    private void call(long pause) {
        try {
            KeepAliveClient client = null;
            long next = System.nanoTime();
            for (int n = 0; !pace.hasEnded(); n++) {
                if (client == null) {
                    client = new KeepAliveClient(port);
                }
                client.send(
                        n % 2 == 0
                                ? "GET /orders/1 HTTP/1.1\r\nHost: gw\r\n\r\n"
                                : "POST /orders/1 HTTP/1.1\r\nHost: gw\r\nContent-Length: 2\r\n\r\nok");
                KeepAliveClient.Answer answer = client.answer();
                if (answer.status() != 200) {
                    failures.add("answered " + answer.status());
                }
                answered.release();
                if (answer.last()) {
                    client.close();
                    client = null;
                }
                next = Math.max(next + pause, System.nanoTime() - pause);
                pace.until(next);
            }
            if (client != null) {
                client.close();
            }
        } catch (IOException e) {
            failures.add("call: " + e);
        } finally {
            callersEnded.countDown();
        }
    }

    /** Holds one connection to its end in order. */
    @FunctionalInterface
    private interface Holder {
        void hold(Socket socket, InputStream in) throws IOException;
    }

    private void last(String what, Holder holder) {
        while (!pace.hasEnded()) {
            try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                socket.setSoTimeout(PATIENCE_MILLIS);
                lasting.add(socket);
                holder.hold(socket, new BufferedInputStream(socket.getInputStream()));
                lasting.remove(socket);
            } catch (IOException e) {
                if (!pace.hasEnded()) {
                    failures.add(what + ": " + e);
                    return;
                }
            }
        }
    }

    private void tunnel(Socket socket, InputStream in) throws IOException {
        send(
                socket,
                "GET /orders/tunnel HTTP/1.1\r\nHost: gw\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                        + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
        expect(in, "HTTP/1.1 101 ", "\r\n\r\n");
        tunnels.release();
        byte[] farewell = in.readNBytes(GOING_AWAY.length);
        if (!Arrays.equals(farewell, GOING_AWAY)) {
            throw new IOException("not told that the server goes away, but " + farewell.length + " bytes");
        }
        socket.getOutputStream().write(MASKED_CLOSE);
        socket.shutdownOutput();
        if (in.read() >= 0) {
            throw new IOException("more behind the close frame");
        }
    }

    private void stream(Socket socket, InputStream in) throws IOException {
        send(socket, "GET /orders/events HTTP/1.1\r\nHost: gw\r\nAccept: text/event-stream\r\n\r\n");
        expect(in, "HTTP/1.1 200 ", "data: 1\n\n\r\n");
        streams.release();
        String rest = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
        if (!rest.equals("0\r\n\r\n")) {
            throw new IOException("the stream has no end: " + rest);
        }
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static void expect(InputStream in, String start, String end) throws IOException {
        var read = new StringBuilder();
        while (read.length() < end.length()
                || !read.substring(read.length() - end.length()).equals(end)) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("closed after: " + read);
            }
            read.append((char) next);
        }
        if (!read.toString().startsWith(start)) {
            throw new IOException("answered: " + read);
        }
    }

    /** Waits until so many more calls have been answered; false if that takes too long. */
    boolean awaitAnswers(int more) throws InterruptedException {
        answered.drainPermits();
        return answered.tryAcquire(more, PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Waits until so many WebSockets and streams have been opened that were not waited for before; false if that takes too long. */
    boolean awaitOpened(int moreTunnels, int moreStreams) throws InterruptedException {
        return tunnels.tryAcquire(moreTunnels, PATIENCE_MILLIS, TimeUnit.MILLISECONDS)
                && streams.tryAcquire(moreStreams, PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    }

    Queue<String> failures() {
        return failures;
    }

    /** Has every caller end behind the response that it waits for. */
    void end() throws InterruptedException {
        pace.end();
        if (!callersEnded.await(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
            failures.add("a caller does not end");
        }
    }

    @Override
    public void close() throws IOException {
        pace.end();
        for (Socket socket : lasting) {
            socket.close();
        }
        clients.shutdownNow();
    }
}
