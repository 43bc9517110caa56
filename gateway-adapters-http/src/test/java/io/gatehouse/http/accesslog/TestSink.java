package io.gatehouse.http.accesslog;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A stream that keeps what is written, or fails, or waits, as a test wants. */
final class TestSink extends OutputStream {

    private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
    private final AtomicInteger calls = new AtomicInteger();
    private volatile @Nullable Exception failure;
    private volatile Runnable before = () -> {};

    void fail(@Nullable Exception with) {
        failure = with;
    }

    void before(Runnable action) {
        before = action;
    }

    boolean entered() {
        return calls.get() > 0;
    }

    int calls() {
        return calls.get();
    }

    String text() {
        synchronized (taken) {
            return taken.toString(StandardCharsets.US_ASCII);
        }
    }

    List<String> lines() {
        return text().lines().toList();
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        calls.incrementAndGet();
        before.run();
        Exception thrown = failure;
        if (thrown instanceof IOException io) {
            throw io;
        }
        if (thrown instanceof RuntimeException unexpected) {
            throw unexpected;
        }
        synchronized (taken) {
            taken.write(bytes, from, length);
        }
    }
}
