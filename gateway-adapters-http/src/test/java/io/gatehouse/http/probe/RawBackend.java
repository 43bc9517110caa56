package io.gatehouse.http.probe;

import io.gatehouse.domain.time.Arrivals;
import io.gatehouse.domain.time.WatchedCount;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A host that does with its connections whatever a test wants, and knows how many are open. */
final class RawBackend implements AutoCloseable {

    private final ServerSocket listener;
    private final Manners manners;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final WatchedCount openNow = new WatchedCount();
    private final Arrivals<String> heads = new Arrivals<>();

    /** What is done with a connection; may throw when the other side goes away. */
    interface Manners {
        void serve(Socket connection, RawBackend backend) throws IOException;
    }

    RawBackend(Manners manners) throws IOException {
        this(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), manners);
    }

    RawBackend(ServerSocket listener, Manners manners) {
        this.listener = listener;
        this.manners = manners;
        start("raw-backend", this::accept);
    }

    /** Reads the head of each request and writes this, keeping the connection. */
    static RawBackend answering(String answer) throws IOException {
        return new RawBackend((connection, backend) -> {
            while (backend.readHead(connection)) {
                write(connection, answer);
            }
        });
    }

    int port() {
        return listener.getLocalPort();
    }

    /** The request heads that were read. */
    Arrivals<String> heads() {
        return heads;
    }

    /** Connections that neither side has closed. */
    int open() {
        return openNow.get();
    }

    /** Waits until one side or the other has closed all connections but so many. */
    void awaitOpen(int connections) {
        openNow.await(connections + " open connections", now -> now == connections);
    }

    /** Reads to the end of one head; false at the end of the stream. */
    boolean readHead(Socket connection) throws IOException {
        var head = new StringBuilder();
        InputStream in = connection.getInputStream();
        while (head.indexOf("\r\n\r\n") < 0) {
            int c = in.read();
            if (c < 0) {
                return false;
            }
            head.append((char) c);
        }
        heads.add(head.toString());
        return true;
    }

    static void write(Socket connection, String text) throws IOException {
        connection.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private void accept() {
        try {
            while (true) {
                Socket connection = listener.accept();
                open.add(connection);
                openNow.add(1);
                start("raw-backend-connection", () -> serve(connection));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            manners.serve(connection, this);
            connection.getInputStream().transferTo(OutputStream.nullOutputStream());
        } catch (IOException gone) {
            // The prober has closed the connection, which is what some tests wait for.
        } finally {
            open.remove(connection);
            openNow.add(-1);
        }
    }

    private static void start(String name, Runnable work) {
        var thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket connection : open) {
            connection.close();
        }
    }
}
