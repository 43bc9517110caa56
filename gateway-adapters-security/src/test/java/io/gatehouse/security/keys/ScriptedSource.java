package io.gatehouse.security.keys;

import io.gatehouse.security.fixture.SigningKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** A source that holds what a test has put into it, and counts how often it is read. */
final class ScriptedSource implements KeySetSource {

    private final AtomicInteger reads = new AtomicInteger();
    private volatile String text = "{\"keys\":[]}";
    private volatile boolean broken;
    private volatile CompletableFuture<byte[]> pending;

    @Override
    public CompletableFuture<byte[]> read() {
        reads.incrementAndGet();
        CompletableFuture<byte[]> slow = pending;
        if (slow != null) {
            return slow;
        }
        return broken
                ? CompletableFuture.failedFuture(new IOException("broken"))
                : CompletableFuture.completedFuture(text.getBytes(StandardCharsets.UTF_8));
    }

    void hold(SigningKey... keys) {
        text(SigningKey.set(keys));
    }

    void text(String next) {
        text = next;
        broken = false;
        pending = null;
    }

    /** Answers what is asked from now on when the result is completed. */
    CompletableFuture<byte[]> stall() {
        pending = new CompletableFuture<>();
        return pending;
    }

    void fail() {
        broken = true;
    }

    int reads() {
        return reads.get();
    }
}
