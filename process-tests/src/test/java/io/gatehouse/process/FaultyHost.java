package io.gatehouse.process;

import io.gatehouse.domain.upstream.ReturningServer;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
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

/** An upstream host that answers as it is told to at the moment, and may be gone for a while; always at the same port. */
final class FaultyHost implements AutoCloseable {

    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\nok";

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Set<Socket> lines = ConcurrentHashMap.newKeySet();
    private volatile Mood mood = Mood.GOOD;
    private volatile Pace moodEnds = new Pace();
    private final ReturningServer server = new ReturningServer(this::listen);

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

    private Runnable listen(InetSocketAddress address) {
        try {
            var listening = new ServerSocket();
            listening.setReuseAddress(true);
            listening.bind(address, 500);
            threads.execute(() -> accept(listening));
            return () -> close(listening);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept(ServerSocket server) {
        try {
            while (true) {
                Socket line = server.accept();
                lines.add(line);
                threads.execute(() -> serve(line));
            }
        } catch (IOException e) {
            lines.forEach(FaultyHost::close);
        }
    }

    String url() {
        return "http://127.0.0.1:" + server.port();
    }

    /** Does this from now on; what hung or dripped before ends. */
    synchronized void be(Mood next) {
        mood = next;
        moodEnds.end();
        moodEnds = new Pace();
        if (next == Mood.GONE) {
            server.leave();
        } else {
            server.comeBack();
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
            close(line);
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

    private static void close(Closeable socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        be(Mood.GONE);
        server.close();
        threads.shutdownNow();
    }
}
