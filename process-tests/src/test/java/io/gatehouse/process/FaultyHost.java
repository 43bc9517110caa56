package io.gatehouse.process;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** An upstream host that answers as it is told to at the moment, and may be gone for a while; always at the same port. */
final class FaultyHost implements AutoCloseable {

    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\nok";

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Set<Socket> lines = ConcurrentHashMap.newKeySet();
    private final int port;
    private volatile Mood mood = Mood.GOOD;
    private volatile Pace moodEnds = new Pace();
    private @Nullable ServerSocket listening;

    /** What it does with requests. */
    enum Mood {
        GOOD,
        FAILING,
        BUSY,
        HANGING,
        RESETTING,
        DRIPPING,
        CUTTING,
        TALKING_NONSENSE,
        GONE
    }

    FaultyHost() throws IOException {
        port = listen(0);
    }

    private int listen(int at) throws IOException {
        var server = new ServerSocket();
        server.setReuseAddress(true);
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), at), 500);
        listening = server;
        threads.execute(() -> accept(server));
        return server.getLocalPort();
    }

    private void accept(ServerSocket server) {
        try {
            while (true) {
                Socket line = server.accept();
                lines.add(line);
                threads.execute(() -> serve(line));
            }
        } catch (IOException e) {
            lines.forEach(FaultyHost::cut);
        }
    }

    String url() {
        return "http://127.0.0.1:" + port;
    }

    /** Does this from now on; what hung or dripped before ends. */
    synchronized void be(Mood next) throws IOException {
        mood = next;
        moodEnds.end();
        moodEnds = new Pace();
        if (next == Mood.GONE && listening != null) {
            listening.close();
            listening = null;
        } else if (next != Mood.GONE && listening == null) {
            listen(port);
        }
    }

    private void serve(Socket line) {
        try (line) {
            line.setTcpNoDelay(true);
            var in = new BufferedInputStream(line.getInputStream());
            while (readRequest(in) && answer(line)) {
                // The next one.
            }
        } catch (IOException e) {
            cut(line);
        } finally {
            lines.remove(line);
        }
    }

    private static boolean readRequest(InputStream in) throws IOException {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                return false;
            }
            head.append((char) next);
        }
        String text = head.toString().toLowerCase(Locale.ROOT);
        int at = text.indexOf("content-length:");
        if (at >= 0) {
            in.skipNBytes(Long.parseLong(
                    text.substring(at + 15, text.indexOf('\r', at)).strip()));
        }
        return true;
    }

    /** False if nothing more comes on this connection. */
    private boolean answer(Socket line) throws IOException {
        Pace patience = moodEnds;
        switch (mood) {
            case GOOD -> write(line, OK);
            case FAILING -> write(line, "HTTP/1.1 500 x\r\nContent-Length: 0\r\n\r\n");
            case BUSY -> write(line, "HTTP/1.1 503 x\r\nRetry-After: 1\r\nContent-Length: 0\r\n\r\n");
            case HANGING -> {
                patience.after(5, TimeUnit.SECONDS);
                return false;
            }
            case RESETTING, GONE -> {
                line.setSoLinger(true, 0);
                return false;
            }
            case DRIPPING -> {
                write(line, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\nX-Slow: ");
                for (int n = 0; n < 100 && patience.after(50, TimeUnit.MILLISECONDS); n++) {
                    write(line, "x");
                }
                return false;
            }
            case CUTTING -> {
                write(line, "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nonly this");
                return false;
            }
            case TALKING_NONSENSE -> {
                write(line, "HTTP/9.9 nonsense\r\n\r\n");
                return false;
            }
        }
        return true;
    }

    private static void write(Socket line, String text) throws IOException {
        line.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static void cut(Socket line) {
        try {
            line.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws IOException {
        be(Mood.GONE);
        threads.shutdownNow();
    }
}
