package io.gatehouse.app.endtoend;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An upstream host that writes down every byte that it gets, and answers 200 to what is a whole request. */
final class RecordingBackend implements AutoCloseable {

    private static final Pattern LENGTH = Pattern.compile("(?i)\r\nContent-Length: *(\\d+)\r\n");
    private static final Pattern CHUNKED = Pattern.compile("(?i)\r\nTransfer-Encoding: *chunked\r\n");
    private static final String ANSWER = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    private final ServerSocket listener = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final List<Received> received = new CopyOnWriteArrayList<>();

    RecordingBackend() throws IOException {
        start(this::accept);
    }

    /** What came on one connection for one request. */
    static final class Received {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private volatile boolean whole;

        /** Method and target. */
        String line() {
            return text().replaceFirst("(?s) HTTP/1\\.1\r\n.*", "");
        }

        boolean whole() {
            return whole;
        }

        String text() {
            return bytes.toString(StandardCharsets.ISO_8859_1);
        }
    }

    String url() {
        return "http://127.0.0.1:" + listener.getLocalPort();
    }

    /** What has come since this was asked last. */
    List<Received> take() {
        List<Received> taken = List.copyOf(received);
        received.removeAll(taken);
        return taken;
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listener.accept();
                open.add(socket);
                start(() -> serve(socket));
            }
        } catch (IOException closed) {
            open.forEach(RecordingBackend::close);
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            while (request(in)) {
                socket.getOutputStream().write(ANSWER.getBytes(StandardCharsets.ISO_8859_1));
            }
        } catch (IOException gone) {
            // The gateway has closed the connection: the request was none, or the test is over.
        }
    }

    /** Reads a request; false at the end of the connection. */
    private boolean request(InputStream in) throws IOException {
        int first = in.read();
        if (first < 0) {
            return false;
        }
        var request = new Received();
        request.bytes.write(first);
        received.add(request);
        String head = until(in, request.bytes, "\r\n\r\n");
        Matcher length = LENGTH.matcher(head);
        if (CHUNKED.matcher(head).find()) {
            until(in, request.bytes, "0\r\n\r\n");
        } else if (length.find()) {
            byte[] body = in.readNBytes(Integer.parseInt(length.group(1)));
            request.bytes.writeBytes(body);
            request.whole = body.length == Integer.parseInt(length.group(1));
            return request.whole;
        }
        request.whole = true;
        return true;
    }

    private static String until(InputStream in, ByteArrayOutputStream to, String end) throws IOException {
        while (!to.toString(StandardCharsets.ISO_8859_1).endsWith(end)) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("the request is cut off");
            }
            to.write(next);
        }
        return to.toString(StandardCharsets.ISO_8859_1);
    }

    private static void start(Runnable work) {
        var thread = new Thread(work, "recording-backend");
        thread.setDaemon(true);
        thread.start();
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
