package io.gatehouse.security.jwks;

import io.gatehouse.domain.time.GatewayClock;
import io.gatehouse.domain.time.Timer;
import io.gatehouse.security.key.KeyRing;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches a key set, never twice at a time and out of turn at a bounded rate, and holds what came of it. Begins a fetch
 * without blocking, and holds no thread for those who wait for it.
 */
final class KeySetFetch {

    private static final Logger LOG = LoggerFactory.getLogger(KeySetFetch.class);

    private final String name;
    private final KeySetSource source;
    private final KeySetTimings timings;
    private final GatewayClock clock;
    private final Timer timer;
    private final Executor background;

    private volatile CachedKeySet holding = CachedKeySet.NOTHING;
    private volatile long begun;
    private long begunAt;
    private boolean running;
    private volatile boolean planned;
    private List<Runnable> waiting = new ArrayList<>();

    KeySetFetch(
            String name,
            KeySetSource source,
            KeySetTimings timings,
            GatewayClock clock,
            Timer timer,
            Executor background) {
        this.name = name;
        this.source = source;
        this.timings = timings;
        this.clock = clock;
        this.timer = timer;
        this.background = background;
    }

    CachedKeySet holding() {
        return holding;
    }

    /** How many fetches have begun so far. */
    long begun() {
        return begun;
    }

    /** Begins a fetch, unless one is under way. */
    void begin() {
        synchronized (this) {
            planned = false;
            if (running) {
                return;
            }
            running = true;
            begun++;
            begunAt = clock.nanoTime();
        }
        read(begun, begunAt);
    }

    /** Runs this when a fetch has ended: the one under way, else one that begins at once, or as soon as the rate allows. */
    void next(Runnable then) {
        long delay;
        synchronized (this) {
            waiting.add(then);
            if (running || planned) {
                return;
            }
            delay = begunAt + timings.insistEvery().toNanos() - clock.nanoTime();
            // Without usable keys it is the resting of a source that has failed that bounds the rate.
            planned = begun > 0 && delay > 0 && !isPressing();
            if (!planned) {
                delay = 0;
            }
        }
        if (delay > 0) {
            timer.after(Duration.ofNanos(delay), this::beginPlanned);
        } else {
            begin();
        }
    }

    /** Unless a fetch in turn has come before it. */
    private void beginPlanned() {
        if (planned) {
            begin();
        }
    }

    private boolean isPressing() {
        long now = clock.nanoTime();
        return holding.usable(now, timings) == null || holding.forgotten(now, timings);
    }

    private void read(long number, long since) {
        try {
            background.execute(() -> readNow(number, since));
        } catch (RejectedExecutionException closed) {
            end(holding.failed(clock.nanoTime(), number));
        } catch (Throwable refused) {
            // The system may refuse a thread with an Error; this must not stay the fetch that is under way.
            end(outcome(null, refused, since, number));
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // What comes of it, failures too, is held.
    private void readNow(long number, long since) {
        CompletableFuture<byte[]> reading;
        try {
            reading = source.read();
        } catch (Throwable defect) {
            reading = CompletableFuture.failedFuture(defect);
        }
        reading.orTimeout(timings.deadline().toNanos(), TimeUnit.NANOSECONDS)
                .thenApply(KeySetFetch::keys)
                .whenComplete((keys, failure) -> end(outcome(keys, failure, since, number)));
    }

    private static KeyRing keys(byte[] text) {
        KeyRing keys = KeyRing.read(text);
        if (keys == null) {
            throw new CompletionException(new IOException("what was read is no key set"));
        }
        return keys;
    }

    private CachedKeySet outcome(@Nullable KeyRing keys, @Nullable Throwable failure, long since, long number) {
        if (keys == null) {
            tellFailure(failure);
            return holding.failed(clock.nanoTime(), number);
        }
        tellRecovery(keys);
        return holding.renewed(keys, since, clock.nanoTime(), number);
    }

    private void end(CachedKeySet outcome) {
        List<Runnable> told;
        synchronized (this) {
            holding = outcome;
            running = false;
            told = waiting;
            waiting = new ArrayList<>();
        }
        told.forEach(Runnable::run);
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
