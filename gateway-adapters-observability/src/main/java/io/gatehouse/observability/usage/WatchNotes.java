package io.gatehouse.observability.usage;

import io.gatehouse.domain.time.GatewayClock;
import io.gatehouse.domain.usage.UsageStore.Note;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What a process notes of the time in which it watches: a name for each stretch in which dates went on as time did. Where the clock was set, or the
 * process stood still, another stretch begins, so that nothing is called unused for time that nobody has watched. Used under a lock.
 */
final class WatchNotes {

    /** What a clock may be put right by between two notes without having been set. */
    private static final long MOST_DRIFT_MILLIS = 60_000;

    /** A clock that is set more often than this is none to call anything unused by. */
    private static final int MOST_STRETCHES = 100;

    private final String name;
    private final GatewayClock clock;
    private int stretches;
    private long begunMillis;
    private long lastMillis;
    private long lastNanos;

    /** Begins to watch under this name. */
    WatchNotes(String name, GatewayClock clock) {
        this.name = name;
        this.clock = clock;
        begin(clock.epochMillis());
    }

    private void begin(long now) {
        stretches++;
        begunMillis = now;
        lastMillis = now;
        lastNanos = clock.nanoTime();
    }

    /** The stretch up to now; null if there were too many. */
    @Nullable
    Note next() {
        long now = clock.epochMillis();
        long passed = TimeUnit.NANOSECONDS.toMillis(clock.nanoTime() - lastNanos);
        if (Math.abs(now - lastMillis - passed) > MOST_DRIFT_MILLIS) {
            begin(now);
        }
        lastMillis = now;
        lastNanos = clock.nanoTime();
        return stretches > MOST_STRETCHES ? null : new Note(name + "-" + stretches, begunMillis, now, -1);
    }
}
