package io.gatehouse.throttle.shared;

import io.gatehouse.domain.quota.QuotaStoreListener;
import io.gatehouse.domain.time.GatewayClock;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;

/**
 * Keeps requests from asking a store that has failed a few times in a row, until a trial has succeeded.
 *
 * <p>Requests make no trials: the heartbeat does. Safe for concurrent use.
 */
final class Breaker {

    /** So many failures in a row are an outage. */
    static final int FAILURES = 5;

    /** A trial waits for a second, far longer than a request: it counts for so many, and two in a row are an outage. */
    private static final int FAILURES_OF_A_TRIAL = 3;

    /**
     * Whether the store is out, and since when.
     *
     * @param sinceMillis in milliseconds since the epoch
     */
    record Mode(boolean out, long sinceMillis) {}

    private static final AtomicReferenceFieldUpdater<Breaker, Mode> MODE =
            AtomicReferenceFieldUpdater.newUpdater(Breaker.class, Mode.class, "mode");

    private final GatewayClock clock;
    private final QuotaStoreListener listener;
    private final AtomicInteger inRow = new AtomicInteger();
    private volatile Mode mode;

    Breaker(GatewayClock clock, QuotaStoreListener listener) {
        this.clock = clock;
        this.listener = listener;
        this.mode = new Mode(false, clock.epochMillis());
    }

    Mode mode() {
        return mode;
    }

    /** A request got its answer. */
    void answered() {
        if (inRow.get() != 0) {
            inRow.set(0);
        }
    }

    /** A request got none. */
    void failed() {
        failed(1);
    }

    /** A trial got none. */
    void trialFailed() {
        failed(FAILURES_OF_A_TRIAL);
    }

    private void failed(int times) {
        if (inRow.addAndGet(times) >= FAILURES) {
            turn(true);
        }
    }

    /** A trial has succeeded. */
    void recovered() {
        inRow.set(0);
        turn(false);
    }

    /** Reports the turn, if it is one; the listener writes it to a log. */
    private void turn(boolean out) {
        Mode before = mode;
        if (before.out() != out && MODE.compareAndSet(this, before, new Mode(out, clock.epochMillis()))) {
            listener.outage(out);
        }
    }
}
