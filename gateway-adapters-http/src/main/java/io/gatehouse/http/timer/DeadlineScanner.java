package io.gatehouse.http.timer;

import io.gatehouse.domain.time.GatewayClock;
import java.util.Arrays;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.XnioExecutor;
import org.xnio.XnioIoThread;

/**
 * Looks at everything of one I/O thread that may take too long, every 100 milliseconds; where thousands are over at once, some
 * milliseconds at a time, between which the thread serves others.
 *
 * <p>Used on that thread only. Runs only while there is something to watch.
 */
public final class DeadlineScanner {

    private static final Logger LOG = LoggerFactory.getLogger(DeadlineScanner.class);
    private static final long PERIOD_MILLIS = 100;
    private static final long NANOS_A_MILLI = 1_000_000;
    private static final int ROOM_AT_FIRST = 64;

    /** All that is watched has had a turn after so many ticks. */
    private static final int TICKS_FOR_ALL = 5;

    private static final int LEAST_TURNS = 256;

    /** The thread does nothing else for about so long. */
    private static final long LONGEST_NANOS = 2_000_000;

    private static final int LOOKS_FOR_A_CLOCK = 16;

    private final XnioIoThread thread;
    private final GatewayClock clock;
    private final Runnable tick = this::tick;
    private final Runnable goOn = this::goOn;
    private final PacedCloses closes = new PacedCloses(next -> after(0, next));
    private @Nullable HasDeadline[] watched = new @Nullable HasDeadline[ROOM_AT_FIRST];
    private int count;
    private boolean armed;
    private int turns;

    /** The last one that has not been looked at in this tick. */
    private int at;

    public DeadlineScanner(XnioIoThread thread, GatewayClock clock) {
        this.thread = thread;
        this.clock = clock;
    }

    /** The thread whose scanner this is. */
    public XnioIoThread thread() {
        return thread;
    }

    /** Where connections of this thread end. */
    public PacedCloses closes() {
        return closes;
    }

    /** The time now, in the nanoseconds that {@link HasDeadline#check} is given. */
    public long now() {
        return clock.nanoTime();
    }

    /** Begins to watch; does nothing if it is watched already. */
    public void watch(HasDeadline one) {
        if (one.slot() != HasDeadline.NOWHERE) {
            return;
        }
        if (count == watched.length) {
            watched = Arrays.copyOf(watched, count * 2);
        }
        one.slot(count);
        watched[count++] = one;
        if (!armed) {
            arm(tick, PERIOD_MILLIS);
        }
    }

    /** Stops to watch; does nothing if it is not watched. */
    public void forget(HasDeadline one) {
        int slot = one.slot();
        if (slot == HasDeadline.NOWHERE) {
            return;
        }
        one.slot(HasDeadline.NOWHERE);
        HasDeadline last = watched[--count];
        watched[count] = null;
        if (last != null && last != one) {
            watched[slot] = last;
            last.slot(slot);
        }
    }

    /** Runs something on this thread once, after so many nanoseconds and at least a millisecond; null if the thread is ending. */
    public XnioExecutor.@Nullable Key after(long nanos, Runnable what) {
        try {
            return thread.executeAfter(what, nanos / NANOS_A_MILLI + 1, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            return null;
        }
    }

    /**
     * Takes one of the turns of this tick, for work that would be too much if all that is watched did it at once; false if
     * there is none left. Whoever asks at each tick gets one within half a second.
     */
    public boolean takeTurn() {
        return turns-- > 0;
    }

    /** Has everything that is watched do this, which may stop being watched, and may stop others. */
    void forEach(Consumer<HasDeadline> action) {
        for (int i = count - 1; i >= 0; i--) {
            HasDeadline one = i < count ? watched[i] : null;
            if (one != null) {
                action.accept(one);
            }
        }
    }

    private void arm(Runnable next, long millis) {
        try {
            thread.executeAfter(next, millis, TimeUnit.MILLISECONDS);
            armed = true;
        } catch (RejectedExecutionException e) {
            // The thread is ending, and everything that could take too long with it.
            armed = false;
        }
    }

    private void tick() {
        turns = Math.max(LEAST_TURNS, count / TICKS_FOR_ALL + 1);
        at = count - 1;
        goOn();
    }

    /** It stays armed meanwhile: what begins to be watched on the way must not add another row of ticks. */
    private void goOn() {
        long now = clock.nanoTime();
        for (; at >= 0; at--) {
            HasDeadline one = at < count ? watched[at] : null;
            if (one != null) {
                check(one, now);
            }
            if (at % LOOKS_FOR_A_CLOCK == 0 && at > 0 && clock.nanoTime() - now > LONGEST_NANOS) {
                at--;
                arm(goOn, 1);
                return;
            }
        }
        if (count > 0) {
            arm(tick, PERIOD_MILLIS);
        } else {
            armed = false;
        }
    }

    /** A defect of one must not take their deadlines from all others. */
    private void check(HasDeadline one, long now) {
        try {
            one.check(now);
        } catch (Throwable defect) {
            giveUp(one, defect);
        }
    }

    private void giveUp(HasDeadline one, Throwable defect) {
        try {
            LOG.error("A deadline could not be looked at, so what it belongs to ends", defect);
            one.giveUp();
        } catch (Throwable more) {
            LOG.error("What could not be looked at could not be ended either", more);
        } finally {
            forget(one);
        }
    }
}
