package io.gatehouse.security.jwks;

import io.gatehouse.domain.time.GatewayClock;
import io.gatehouse.security.key.KeyRing;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Fetches a key set, never twice at a time, and holds what came of it. Begins a fetch without blocking. */
final class KeySetFetch {

    private static final Logger LOG = LoggerFactory.getLogger(KeySetFetch.class);

    private final String name;
    private final KeySetSource source;
    private final KeySetTimings timings;
    private final GatewayClock clock;
    private final Executor background;

    private volatile Holding holding = Holding.NOTHING;
    private volatile @Nullable CompletableFuture<Void> running;

    /** From when on a fetch out of turn is within the rate; one ahead of it is let through as well. */
    private volatile long insistableFrom;

    KeySetFetch(String name, KeySetSource source, KeySetTimings timings, GatewayClock clock, Executor background) {
        this.name = name;
        this.source = source;
        this.timings = timings;
        this.clock = clock;
        this.background = background;
        this.insistableFrom = clock.nanoTime();
    }

    Holding holding() {
        return holding;
    }

    /** Whether a fetch is under way, or would be allowed out of turn. */
    boolean mayBringMore(long now) {
        return running != null || mayInsist(now);
    }

    private boolean mayInsist(long now) {
        return insistableFrom - now <= timings.insistEvery().toNanos();
    }

    /** Begins a fetch in turn, unless one is under way. */
    @SuppressWarnings("FutureReturnValueIgnored") // Nobody waits for it.
    void begin() {
        if (running == null) {
            begin(false);
        }
    }

    /** The fetch under way, or a new one; one that has ended if the rate allows none, as it was begun a moment ago. */
    CompletableFuture<Void> insist() {
        return begin(true);
    }

    private synchronized CompletableFuture<Void> begin(boolean outOfTurn) {
        CompletableFuture<Void> now = running;
        if (now != null) {
            return now;
        }
        if (outOfTurn && !spend()) {
            return CompletableFuture.completedFuture(null);
        }
        var fresh = new CompletableFuture<Void>();
        running = fresh;
        try {
            background.execute(() -> read(fresh));
        } catch (RejectedExecutionException closed) {
            end(fresh, holding.failed(clock.nanoTime()));
        }
        return fresh;
    }

    /** A set without usable keys, or one long unused, is fetched whatever the rate: it is the resting that bounds that. */
    private boolean spend() {
        long now = clock.nanoTime();
        if (holding.usable(now, timings) == null || holding.forgotten(now, timings)) {
            return true;
        }
        if (!mayInsist(now)) {
            return false;
        }
        insistableFrom = Math.max(insistableFrom, now) + timings.insistEvery().toNanos();
        return true;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // What comes of it, failures too, is held.
    private void read(CompletableFuture<Void> fresh) {
        long begunAt = clock.nanoTime();
        CompletableFuture<byte[]> reading;
        try {
            reading = source.read();
        } catch (RuntimeException defect) {
            reading = CompletableFuture.failedFuture(defect);
        }
        reading.orTimeout(timings.deadline().toNanos(), TimeUnit.NANOSECONDS)
                .thenApply(KeySetFetch::keys)
                .whenComplete((keys, failure) -> end(fresh, outcome(keys, failure, begunAt)));
    }

    private static KeyRing keys(byte[] text) {
        KeyRing keys = KeyRing.read(text);
        if (keys == null) {
            throw new CompletionException(new IOException("what was read is no key set"));
        }
        return keys;
    }

    private Holding outcome(@Nullable KeyRing keys, @Nullable Throwable failure, long begunAt) {
        if (keys == null) {
            tellFailure(failure);
            return holding.failed(clock.nanoTime());
        }
        tellRecovery(keys);
        return holding.renewed(keys, begunAt, clock.nanoTime());
    }

    private void end(CompletableFuture<Void> fresh, Holding outcome) {
        holding = outcome;
        running = null;
        fresh.complete(null);
    }

    private void tellRecovery(KeyRing keys) {
        if (holding.failing()) {
            LOG.info("The key set {} is there again", name);
        }
        if (keys.size() == 0) {
            LOG.warn("The key set {} holds no key that may check signatures", name);
        }
    }

    private void tellFailure(@Nullable Throwable failure) {
        if (!holding.failing()) {
            LOG.warn("The key set {} cannot be had: {}", name, reason(failure));
        }
    }

    private String reason(@Nullable Throwable failure) {
        Throwable cause = failure instanceof CompletionException wrapped ? wrapped.getCause() : failure;
        return cause instanceof TimeoutException
                ? "no answer within " + timings.deadline().toMillis() + " ms"
                : String.valueOf(cause);
    }
}
