package io.gatehouse.compiler.document;

import io.gatehouse.domain.time.GatewayClock;
import io.gatehouse.domain.time.SystemClock;

/**
 * What long work owes to requests. Loading a large registry keeps a processor busy for tenths of a second, and a request that becomes
 * ready meanwhile waits until the operating system takes it away: for some milliseconds, unless the work offers it before.
 *
 * <p>Who takes the processor may keep it for milliseconds, too: another program that is always ready would have nearly all of it. So
 * after each offer the work goes on for at least as long as it has waited. An instance is for one thread. Its time is
 * the machine's and no gateway's, as the work is.
 */
public final class CooperativeYield {

    private static final ThreadLocal<CooperativeYield> OF_THREAD =
            ThreadLocal.withInitial(() -> new CooperativeYield(new SystemClock(), CooperativeYield::offerProcessor));

    private final GatewayClock clock;
    private final Runnable offer;
    private long nextNanos;

    CooperativeYield(GatewayClock clock, Runnable offer) {
        this.clock = clock;
        this.offer = offer;
        nextNanos = clock.nanoTime();
    }

    /** Lets whoever waits for this processor have it; costs about a microsecond if nobody does. To be called from each turn of a long loop. */
    public static void giveWay() {
        OF_THREAD.get().offer();
    }

    void offer() {
        long now = clock.nanoTime();
        if (now - nextNanos >= 0) {
            offer.run();
            long after = clock.nanoTime();
            nextNanos = after + (after - now);
        }
    }

    @SuppressWarnings("ThreadPriorityCheck") // nothing relies on it but the time that others wait
    private static void offerProcessor() {
        Thread.yield();
    }
}
