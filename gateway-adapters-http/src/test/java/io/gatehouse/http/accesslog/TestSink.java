package io.gatehouse.http.accesslog;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A stream that keeps what is written, or fails, or waits, as a test wants. */
final class TestSink extends OutputStream {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
    private int calls;
    private int refusals;
    private @Nullable Exception failure;
    private volatile Runnable before = () -> {};

    synchronized void fail(@Nullable Exception with) {
        failure = with;
    }

    void before(Runnable action) {
        before = action;
    }

    synchronized int calls() {
        return calls;
    }

    synchronized String text() {
        return taken.toString(StandardCharsets.US_ASCII);
    }

    List<String> lines() {
        return text().lines().toList();
    }

    /** Waits until somebody has begun to write. */
    void awaitCall() throws InterruptedException {
        await("a call", () -> calls > 0);
    }

    /** Waits until it has refused to take something so often. */
    void awaitRefusals(int count) throws InterruptedException {
        await(count + " refusals", () -> refusals >= count);
    }

    /** Waits until it has taken so many lines. */
    void awaitLines(int count) throws InterruptedException {
        await(count + " lines", () -> lines().size() >= count);
    }

    private synchronized void await(String what, BooleanSupplier hasHappened) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!hasHappened.getAsBoolean()) {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                throw new AssertionError("waited in vain for " + what);
            }
            wait(left);
        }
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        synchronized (this) {
            calls++;
            notifyAll();
        }
        before.run();
        synchronized (this) {
            notifyAll();
            refusals++;
            if (failure instanceof IOException io) {
                throw io;
            }
            if (failure instanceof RuntimeException unexpected) {
                throw unexpected;
            }
            refusals--;
            taken.write(bytes, from, length);
        }
    }
}
