package io.gatehouse.discovery.api;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The calls of one question, of which one goes on at a time; once it is closed none begins. Safe for concurrent use. */
public final class ApiCalls implements AutoCloseable {

    private @Nullable CompletableFuture<?> underWay;
    private boolean closed;

    /** Begins a call; one that is begun after the end, or that the next one replaces, is cancelled. */
    public <T> CompletionStage<T> begin(Supplier<CompletableFuture<T>> call) {
        CompletableFuture<?> before;
        CompletableFuture<T> begun;
        synchronized (this) {
            begun = closed ? new CompletableFuture<>() : call.get();
            before = underWay;
            underWay = begun;
        }
        if (before != null) {
            before.cancel(true);
        }
        return begun;
    }

    /** Gives up what is under way. */
    public void cancel() {
        CompletableFuture<?> now;
        synchronized (this) {
            now = underWay;
            underWay = null;
        }
        if (now != null) {
            now.cancel(true);
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        cancel();
    }
}
