package io.gatehouse.security.keys;

import io.gatehouse.domain.time.GatewayClock;
import io.gatehouse.domain.time.Timer;
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
 * Fetches a key set, never twice at a time and out of turn at a bounded rate, and caches what came of it. Begins a fetch
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

    private volatile CachedKeySet cached = CachedKeySet.NOTHING;
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

    CachedKeySet cached() {
        return cached;
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
        return cached.usable(now, timings) == null || cached.forgotten(now, timings);
    }

    private void read(long number, long since) {
        try {
            background.execute(() -> readNow(number, since));
        } catch (RejectedExecutionException closed) {
            end(cached.failed(clock.nanoTime(), number));
        } catch (Throwable refused) {
            // The system may refuse a thread with an Error; this must not stay the fetch that is under way.
            end(outcome(null, refused, since, number));
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // What comes of it, failures too, is cached.
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
            reportFailure(failure);
            return cached.failed(clock.nanoTime(), number);
        }
        reportRecovery(keys);
        return cached.renewed(keys, since, clock.nanoTime(), number);
    }

    private void end(CachedKeySet outcome) {
        List<Runnable> callers;
        synchronized (this) {
            cached = outcome;
            running = false;
            callers = waiting;
            waiting = new ArrayList<>();
        }
        callers.forEach(Runnable::run);
    }

    private void reportRecovery(KeyRing keys) {
        if (cached.failing()) {
            LOG.info("The key set {} has recovered", name);
        }
        if (keys.size() == 0) {
            LOG.warn("The key set {} holds no key that may check signatures", name);
        }
    }

    private void reportFailure(@Nullable Throwable failure) {
        if (!cached.failing()) {
            LOG.warn("The key set {} cannot be fetched: {}", name, reason(failure));
        }
    }

    private String reason(@Nullable Throwable failure) {
        Throwable cause = failure instanceof CompletionException wrapped ? wrapped.getCause() : failure;
        return cause instanceof TimeoutException
                ? "no response within " + timings.deadline().toMillis() + " ms"
                : String.valueOf(cause);
    }

    /**
     * What is known of a key set at one moment. Times are those of a monotonic clock, in nanoseconds.
     *
     * @param keys the keys of the last response; null if there has been none
     * @param confirmedAt when that fetch began: the set cannot have been newer than that
     * @param failing whether the last fetch has failed
     * @param triedAt when the last fetch ended
     * @param fetch the number of the last fetch that has ended, counted from 1; 0 before that
     */
    record CachedKeySet(@Nullable KeyRing keys, long confirmedAt, boolean failing, long triedAt, long fetch) {

        static final CachedKeySet NOTHING = new CachedKeySet(null, 0, false, 0, 0);

        CachedKeySet renewed(KeyRing fetched, long begunAt, long now, long number) {
            return new CachedKeySet(fetched, begunAt, false, now, number);
        }

        CachedKeySet failed(long now, long number) {
            return new CachedKeySet(keys, confirmedAt, true, now, number);
        }

        /** Whether the source has failed so lately that it is left alone. */
        boolean rests(long now, KeySetTimings timings) {
            return failing && now - triedAt < timings.retryAfter().toNanos();
        }

        /** The keys, unless their source has been silent for too long. */
        @Nullable
        KeyRing usable(long now, KeySetTimings timings) {
            return failing && now - confirmedAt > timings.keptWithoutAnswer().toNanos() ? null : keys;
        }

        /** Whether nobody has asked for so long that the keys may not be the provider's any more. */
        boolean forgotten(long now, KeySetTimings timings) {
            return !failing && now - confirmedAt > timings.mostAge().toNanos();
        }

        boolean due(long now, KeySetTimings timings) {
            return now - confirmedAt > timings.refreshAfter().toNanos();
        }
    }
}
