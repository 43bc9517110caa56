package io.gatehouse.http.connection;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Lets connections of clients that have gone end, a few in a millisecond. Each end has XNIO ask the system for everything that
 * is ready, which takes the longer the more have gone: if thousands go at once and each ended at once, all others on the same
 * I/O thread would wait for seconds. Those that wait are not read, so that they count as ready no more.
 *
 * <p>Used on one I/O thread.
 */
final class PacedCloses {

    /** In a turn: all of them together take a fraction of a millisecond, unless very many are ready. */
    static final int AT_A_TIME = 16;

    private final Later later;
    private final ArrayDeque<Departing> waiting = new ArrayDeque<>();
    private int ended;
    private boolean armed;

    /** What ends. */
    interface Departing {

        /** Reads nothing more. */
        void stopReading();

        /** Ends. */
        void depart();
    }

    /** Runs something in a millisecond, when the I/O thread has looked at what is ready now. */
    @FunctionalInterface
    interface Later {

        /** Null if that cannot be, as the thread is ending. */
        @Nullable
        Object run(Runnable what);
    }

    PacedCloses(Later later) {
        this.later = later;
    }

    /** Lets it end, now or when it is its turn. */
    void add(Departing one) {
        boolean now = waiting.isEmpty() && ended < AT_A_TIME;
        if (now) {
            ended++;
        } else {
            one.stopReading();
            waiting.add(one);
        }
        arm();
        if (now) {
            one.depart();
        }
    }

    private void arm() {
        if (!armed) {
            armed = later.run(this::turn) != null;
            while (!armed && !waiting.isEmpty()) {
                waiting.remove().depart();
            }
        }
    }

    private void turn() {
        armed = false;
        ended = 0;
        try {
            while (ended < AT_A_TIME && !waiting.isEmpty()) {
                ended++;
                waiting.remove().depart();
            }
        } finally {
            if (ended > 0) {
                arm();
            }
        }
    }
}
