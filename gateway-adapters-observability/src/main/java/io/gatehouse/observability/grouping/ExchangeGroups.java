package io.gatehouse.observability.grouping;

import io.gatehouse.domain.time.GatewayClock;
import io.gatehouse.domain.traffic.ExchangeRecord;
import io.gatehouse.domain.traffic.TrafficListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.jctools.queues.atomic.MpscAtomicArrayQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Adds exchanges up on the threads that report them, and hands what is alike to those who count, as one.
 *
 * <p>Each thread has some room of its own: a few comparisons and additions for each exchange, no map, no lock, nobody is woken. A group goes to
 * the readers once it is full, once another one needs its place, and when somebody {@linkplain #collect collects}. Whoever reports never waits: where too
 * much is on its way already, it tells the {@linkplain #tell exact readers} itself. Safe for concurrent use.
 */
public final class ExchangeGroups implements TrafficListener, AutoCloseable {

    /** How many groups wait for the readers at most. */
    static final int MOST_WAITING = 4096;

    /** How many groups a thread fills at a time, which are as many as keys and routes that are told apart in a second without more work. */
    private static final int PLACES = 2048;

    /** Each has one of so many places, or of as many elsewhere where others have these, so that hardly any that come in turn push each other out. */
    private static final int WAYS = 4;

    private static final int MOST_STRIPES = 64;
    private static final Logger LOG = LoggerFactory.getLogger(ExchangeGroups.class);
    private static final long PAUSE_NANOS = Duration.ofMillis(50).toNanos();

    private final GatewayClock clock;
    private final Stripe[] stripes;
    private final Queue<ExchangeGroup> waiting = new MpscAtomicArrayQueue<>(MOST_WAITING);
    private final List<GroupReader> exact = new CopyOnWriteArrayList<>();
    private final List<GroupReader> others = new CopyOnWriteArrayList<>();
    private final LongAdder missed = new LongAdder();

    /** The last one that is not in the log yet. */
    private final AtomicReference<@Nullable RuntimeException> defects = new AtomicReference<>();

    private final Thread thread = new Thread(this::work, "gatehouse-tally");
    private volatile boolean closed;

    /** Counts exchanges, those that are alike at once. */
    @FunctionalInterface
    public interface GroupReader {

        /** These have ended, within a second before this time, since the epoch; nobody changes the group any more. */
        void ended(ExchangeGroup group, long nowMillis);
    }

    /** Without readers, by this clock. */
    public ExchangeGroups(GatewayClock clock) {
        this.clock = clock;
        int wanted = Math.min(MOST_STRIPES, 4 * Runtime.getRuntime().availableProcessors());
        stripes = new Stripe[Integer.highestOneBit(2 * wanted - 1)];
        for (int i = 0; i < stripes.length; i++) {
            stripes[i] = new Stripe();
        }
        thread.setDaemon(true);
    }

    /** The groups that one thread fills, or several that seldom meet. */
    private static final class Stripe {

        private final AtomicBoolean busy = new AtomicBoolean();
        private final @Nullable ExchangeGroup[] groups = new @Nullable ExchangeGroup[PLACES];

        /** Of the groups at the same places: others are told apart without a look at them, which are likely to be far away. */
        private final int[] hashes = new int[PLACES];

        private int turn;

        boolean enter() {
            return busy.compareAndSet(false, true);
        }

        void leave() {
            busy.setRelease(false);
        }

        /** Counts one more; returns a group that has to go, if there is one. */
        @Nullable
        ExchangeGroup add(ExchangeRecord exchange, long second) {
            int hash = ExchangeGroup.hash(exchange);
            int first = hash & (PLACES - WAYS);
            int place = place(first, hash);
            if (place < 0) {
                place = place(hash >>> (Integer.SIZE / 2) & (PLACES - WAYS), hash);
            }
            if (place < 0) {
                place = first + (turn++ & (WAYS - 1));
            }
            ExchangeGroup there = groups[place];
            if (there == null || hashes[place] != hash || !there.takes(exchange, second)) {
                groups[place] = ExchangeGroup.beginning(exchange, second);
                hashes[place] = hash;
                return there;
            }
            there.add(exchange);
            if (!there.isFull()) {
                return null;
            }
            groups[place] = null;
            return there;
        }

        /** Of the places that begin with this one: where there is a group with this hash, else one that is free; -1 if all are taken by others. */
        private int place(int first, int hash) {
            int free = -1;
            for (int place = first; place < first + WAYS; place++) {
                if (groups[place] == null) {
                    free = place;
                } else if (hashes[place] == hash) {
                    return place;
                }
            }
            return free;
        }

        /** All that it has. */
        @SuppressWarnings(
                "ThreadPriorityCheck") // waits for a few steps of another thread, that may need this processor
        void empty(List<ExchangeGroup> into) {
            while (!enter()) {
                Thread.yield();
            }
            try {
                for (int i = 0; i < PLACES; i++) {
                    ExchangeGroup group = groups[i];
                    if (group != null) {
                        into.add(group);
                        groups[i] = null;
                    }
                }
            } finally {
                leave();
            }
        }
    }

    /**
     * This one hears of every exchange. It takes no lock, and is safe for concurrent use, as those who report exchanges tell it themselves where they
     * find no room.
     */
    public void tell(GroupReader reader) {
        exact.add(reader);
    }

    /** This one is called by one thread at a time, and misses what finds no room. */
    public void tellWhereThereIsRoom(GroupReader reader) {
        others.add(reader);
    }

    /** Whether anybody is told; if not, nobody needs to report. */
    public boolean hasReaders() {
        return !exact.isEmpty() || !others.isEmpty();
    }

    /** Begins to hand groups on without anybody asking. */
    public void begin() {
        thread.start();
    }

    @Override
    public void ended(ExchangeRecord exchange) {
        long second = ExchangeGroup.endSecond(exchange);
        Stripe stripe = stripes[(int) Thread.currentThread().getId() & (stripes.length - 1)];
        ExchangeGroup goes;
        if (stripe.enter()) {
            try {
                goes = stripe.add(exchange, second);
            } finally {
                stripe.leave();
            }
        } else {
            goes = ExchangeGroup.beginning(exchange, second);
        }
        if (goes != null && (closed || !waiting.offer(goes))) {
            give(exact, goes, clock.epochMillis());
            missed.add(goes.count());
            logDefect();
        }
    }

    /** How many exchanges those have missed who are not exact. */
    public long missed() {
        return missed.sum();
    }

    /** How many groups wait for the readers. */
    int waiting() {
        return waiting.size();
    }

    private void work() {
        while (!closed) {
            drain();
            logDefect();
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private synchronized void drain() {
        long now = clock.epochMillis();
        for (int i = 0; i < MOST_WAITING; i++) {
            ExchangeGroup group = waiting.poll();
            if (group == null) {
                return;
            }
            give(exact, group, now);
            give(others, group, now);
        }
    }

    /** Hands on everything that has been reported before. Not for threads that report exchanges. */
    public void collect() {
        giveAll();
        logDefect();
    }

    private synchronized void giveAll() {
        List<ExchangeGroup> all = new ArrayList<>();
        for (Stripe stripe : stripes) {
            stripe.empty(all);
        }
        drain();
        long now = clock.epochMillis();
        for (ExchangeGroup group : all) {
            give(exact, group, now);
            give(others, group, now);
        }
    }

    /** Nothing that a reader does wrong keeps the others from reading. */
    private void give(List<GroupReader> readers, ExchangeGroup group, long now) {
        for (GroupReader reader : readers) {
            try {
                reader.ended(group, now);
            } catch (RuntimeException defect) {
                defects.set(defect);
            }
        }
    }

    /** Outside of the lock: whoever reads the log may be slow. */
    private void logDefect() {
        RuntimeException defect = defects.get() == null ? null : defects.getAndSet(null);
        if (defect != null) {
            LOG.error("A reader of the traffic failed", defect);
        }
    }

    /** Ends the thread; what there still is is handed on when somebody collects. */
    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }
}
