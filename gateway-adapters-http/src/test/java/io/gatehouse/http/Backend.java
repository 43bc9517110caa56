package io.gatehouse.http;

import io.gatehouse.domain.service.HostAddress;
import io.gatehouse.domain.time.Arrivals;
import io.gatehouse.domain.time.WatchedCount;
import io.gatehouse.http.timer.Await;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** An upstream host that does with its connections whatever a test wants. */
final class Backend implements AutoCloseable {

    private final ServerSocket listener;
    private final Manners manners;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final WatchedCount openNow = new WatchedCount();
    final Arrivals<List<String>> heads = new Arrivals<>();
    final AtomicInteger connections = new AtomicInteger();

    /** What is done with one connection; may throw when the other side goes away. */
    interface Manners {
        void serve(Line line) throws IOException;
    }

    Backend(Manners manners) throws IOException {
        this(new ServerSocket(0, 1024, InetAddress.getLoopbackAddress()), manners);
    }

    Backend(ServerSocket listener, Manners manners) {
        this.listener = listener;
        this.manners = manners;
        start(this::accept);
    }

    /** Answers every request alike, on connections that stay open. */
    static Backend answering(String answer) throws IOException {
        return new Backend(line -> {
            while (line.readRequest()) {
                line.write(answer);
            }
        });
    }

    /** Answers 200 with this body. */
    static Backend ok(String body) throws IOException {
        return answering("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
    }

    /** Answers 200 with the request as it was read, head and body. */
    static Backend echo() throws IOException {
        return echo(new ServerSocket(0, 1024, InetAddress.getLoopbackAddress()));
    }

    /** The same, on a socket of the test's. */
    static Backend echo(ServerSocket listener) {
        return new Backend(listener, line -> {
            while (line.readRequest()) {
                byte[] body = line.body;
                String text = String.join("\n", line.head) + "\n\n" + new String(body, StandardCharsets.ISO_8859_1);
                line.write("HTTP/1.1 200 OK\r\nContent-Length: " + text.length() + "\r\n\r\n" + text);
            }
        });
    }

    /** Reads one request, writes this, closes. */
    static Backend once(String answer) throws IOException {
        return once(new ServerSocket(0, 1024, InetAddress.getLoopbackAddress()), answer);
    }

    /** The same, on a socket of the test's. */
    static Backend once(ServerSocket listener, String answer) {
        return new Backend(listener, line -> {
            if (line.readRequest()) {
                line.write(answer);
            }
        });
    }

    HostAddress address() {
        return new HostAddress(false, "127.0.0.1", listener.getLocalPort());
    }

    /** Connections that neither side has closed. */
    int open() {
        return openNow.get();
    }

    /** Waits until one side or the other has closed all connections but so many. */
    void awaitOpen(int connections) {
        openNow.await(connections + " open connections", now -> now == connections);
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listener.accept();
                connections.incrementAndGet();
                open.add(socket);
                openNow.add(1);
                start(() -> serve(socket));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            manners.serve(new Line(socket));
        } catch (IOException gone) {
            // The gateway has closed the connection, which is what some tests wait for.
        } finally {
            open.remove(socket);
            openNow.add(-1);
            Await.changed();
        }
    }

    private static void start(Runnable work) {
        var thread = new Thread(work, "test-backend");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : open) {
            socket.close();
        }
    }

    /** One connection, as the backend sees it. */
    final class Line {
        final Socket socket;
        final InputStream in;
        final OutputStream out;
        List<String> head = List.of();
        byte[] body = {};

        Line(Socket socket) throws IOException {
            this.socket = socket;
            this.in = new BufferedInputStream(socket.getInputStream());
            this.out = socket.getOutputStream();
        }

        /** Reads a head; false at the end of the stream. */
        boolean readHead() throws IOException {
            head = Wire.head(in);
            if (!head.isEmpty()) {
                heads.add(head);
                Await.changed();
            }
            return !head.isEmpty();
        }

        /** Reads a head and the body that belongs to it; false at the end of the stream. */
        boolean readRequest() throws IOException {
            if (!readHead()) {
                return false;
            }
            body = Wire.body(in, head, false);
            return true;
        }

        String header(String name) {
            return Wire.value(head, name);
        }

        void write(String text) throws IOException {
            out.write(text.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
        }

        /** Waits until the gateway closes the connection. */
        void awaitEnd() throws IOException {
            in.transferTo(OutputStream.nullOutputStream());
        }

        void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }
    }
}
