package io.gatehouse.http.timer;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;
import org.xnio.IoUtils;
import org.xnio.StreamConnection;

/**
 * Lets connections end, a few in a millisecond: of clients that have gone, of hosts, tunnels, those that never began. Each end has XNIO
 * ask the system for everything that is ready, which takes the longer the more have gone: if thousands went at once and each ended at
 * once, all others on the same I/O thread would wait for seconds. Those that wait are not read or written to, so that they count as ready
 * no more.
 *
 * <p>Used on one I/O thread.
 */
public final class PacedCloses {

    /** In a turn: all of them together take a fraction of a millisecond, unless very many are ready. */
    static final int AT_A_TIME = 16;

    private final Later later;
    private final ArrayDeque<Departing> waiting = new ArrayDeque<>();
    private int ended;
    private boolean armed;

    /** What ends. */
    public interface Departing {

        /** Reads and writes nothing more. */
        void stop();

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

    /** A connection of which nobody wants anything more. */
    private record Left(StreamConnection channel) implements Departing {

        @Override
        public void stop() {
            channel.getSourceChannel().suspendReads();
            channel.getSinkChannel().suspendWrites();
        }

        @Override
        public void depart() {
            IoUtils.safeClose(channel);
        }
    }

    PacedCloses(Later later) {
        this.later = later;
    }

    /** Closes a connection of which nobody wants anything more, now or when it is its turn. */
    public void close(StreamConnection channel) {
        if (channel.isOpen()) {
            add(new Left(channel));
        }
    }

    /** Lets it end, now or when it is its turn. */
    public void add(Departing one) {
        boolean now = waiting.isEmpty() && ended < AT_A_TIME;
        if (now) {
            ended++;
        } else {
            one.stop();
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
