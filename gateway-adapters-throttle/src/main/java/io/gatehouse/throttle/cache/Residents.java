package io.gatehouse.throttle.cache;

import io.gatehouse.domain.quota.CounterKey;
import io.gatehouse.throttle.cache.CounterCache.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * Who is kept within a bound of bytes: beyond it a new one pushes out one of those that have used the smallest part of their limits, of
 * five of them the one with the least, of equals the one that is forgotten first.
 *
 * <p>Entries lie in bags by the part of their limit that is used, by quarters, and those who are over their limit in a bag of
 * their own. They are moved when somebody who needs room meets them: up when they are looked at for being pushed out, down
 * when they are met in turn. So nobody who is over his limit is pushed out as long as there are others. Only where all are
 * over their limits, one goes, of a few the one that is forgotten first: refusing newcomers would let one who has many
 * addresses shut out everybody else.
 *
 * <p>Each step is paid for by requests, as an entry moves up once for each quarter of its limit. Who comes takes so many steps at
 * most; if they do not suffice, the bound is passed by one entry until the next one comes. Whoever makes or drops an entry
 * holds a lock for a few microseconds; finding one takes none.
 */
final class Residents<S extends CounterState> {

    private static final int QUARTERS = 4;
    private static final int CANDIDATES = 5;
    private static final int MOST_STEPS = 256;
    private static final int MET_BEFORE_ONE_IS_LET_OFF = 32;

    private static final int SWEPT_AT_A_TIME = 256;
    private static final long SWEEP_MILLIS = 25;

    private final ConcurrentMap<CounterKey, Entry<S>> states;
    private final long mostBytes;
    private final ReentrantLock lock = new ReentrantLock();
    /** By quarters of the limit; the last one of those who are over it. */
    private final List<Bag<S>> bags =
            Stream.generate(Bag<S>::new).limit(QUARTERS + 1).toList();

    /** Written by who holds the lock. */
    private final AtomicLong bytes = new AtomicLong();

    private volatile long sweptAtMillis;

    /** Entries of this map, which the caller puts there, and which are removed from there. */
    Residents(ConcurrentMap<CounterKey, Entry<S>> states, long mostBytes) {
        this.states = states;
        this.mostBytes = mostBytes;
    }

    long bytes() {
        return bytes.get();
    }

    /** Makes room for an entry that has been put into the map, and keeps it. */
    void add(Entry<S> entry, long nowMillis) {
        lock.lock();
        try {
            if (!entry.gone) {
                makeRoom(entry.bytes, nowMillis);
                bags.get(0).add(entry);
                bytes.addAndGet(entry.bytes);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Drops an entry that has ended. */
    void drop(Entry<S> ended) {
        lock.lock();
        try {
            forget(ended);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Drops what has ended: forty times a second one of those who pass by looks at the next few of them, so that a million are
     * seen within two minutes. Else reads one field.
     */
    void passBy(long nowMillis) {
        // A clock that has been set back does not stop it.
        if (Math.abs(nowMillis - sweptAtMillis) >= SWEEP_MILLIS && lock.tryLock()) {
            try {
                sweptAtMillis = nowMillis;
                long all = Math.max(1, states.size());
                for (Bag<S> bag : bags) {
                    sweep(bag, (int) (SWEPT_AT_A_TIME * (long) bag.size() / all) + 1, nowMillis);
                }
            } finally {
                lock.unlock();
            }
        }
    }

    /** Looks at all of them. */
    void sweep(long nowMillis) {
        lock.lock();
        try {
            for (Bag<S> bag : bags) {
                bag.rewind();
                sweep(bag, bag.size(), nowMillis);
            }
        } finally {
            lock.unlock();
        }
    }

    private void sweep(Bag<S> bag, int most, long nowMillis) {
        for (int n = Math.min(most, bag.size()); n > 0; n--) {
            Entry<S> entry = bag.turn();
            if (entry.state.endIfIdle(nowMillis)) {
                forget(entry);
            }
        }
    }

    private void makeRoom(int wanted, long nowMillis) {
        int steps = MOST_STEPS;
        while (bytes.get() + wanted > mostBytes && steps > 0) {
            moveDown(nowMillis);
            int lowest = lowest();
            if (lowest > QUARTERS) {
                return;
            }
            steps -= lowest == QUARTERS ? letOneOff(nowMillis) : pushOut(lowest, steps, nowMillis);
        }
    }

    /** The first bag that holds any. */
    private int lowest() {
        int lowest = 0;
        while (lowest <= QUARTERS && bags.get(lowest).size() == 0) {
            lowest++;
        }
        return lowest;
    }

    private static int quarter(double used) {
        return used >= 1 ? QUARTERS : (int) (used * QUARTERS);
    }

    private void moveDown(long nowMillis) {
        for (int from = 1; from <= QUARTERS; from++) {
            if (bags.get(from).size() > 0) {
                Entry<S> entry = bags.get(from).turn();
                int to = quarter(entry.state.usedUp(nowMillis));
                if (to < from) {
                    move(entry, to);
                }
            }
        }
    }

    private void move(Entry<S> entry, int to) {
        Bag<S> from = entry.bag;
        if (from != null) {
            from.remove(entry);
            bags.get(to).add(entry);
        }
    }

    /** Pushes out one of this bag, unless it takes too many steps to find one; says how many it took. */
    private int pushOut(int lowest, int mostSteps, long nowMillis) {
        Bag<S> bag = bags.get(lowest);
        Entry<S> victim = null;
        double least = 1;
        int steps = 0;
        for (int seen = 0; seen < CANDIDATES && seen < bag.size() && steps < mostSteps; steps++) {
            Entry<S> entry = bag.any();
            double used = entry.state.usedUp(nowMillis);
            if (quarter(used) > lowest) {
                move(entry, quarter(used));
                continue;
            }
            seen++;
            if (victim == null || used < least || (used == least && isForgottenBefore(entry, victim))) {
                victim = entry;
                least = used;
            }
        }
        // If it has reached its limit this very moment, it is moved when it is met again.
        if (victim != null && victim.state.endUnlessUsedUp(nowMillis)) {
            forget(victim);
        }
        return Math.max(1, steps);
    }

    /** All were over their limits: lets one go, unless one of those that are met is not over it any more. */
    private int letOneOff(long nowMillis) {
        Bag<S> over = bags.get(QUARTERS);
        Entry<S> first = over.turn();
        int steps = 0;
        for (; steps < MET_BEFORE_ONE_IS_LET_OFF && steps < over.size(); steps++) {
            Entry<S> entry = over.turn();
            int to = quarter(entry.state.usedUp(nowMillis));
            if (to < QUARTERS) {
                move(entry, to);
                return steps + 1;
            }
            first = isForgottenBefore(entry, first) ? entry : first;
        }
        first.state.end();
        forget(first);
        return steps;
    }

    private static boolean isForgottenBefore(Entry<?> entry, Entry<?> other) {
        return entry.state.forgottenAtMillis() < other.state.forgottenAtMillis();
    }

    private void forget(Entry<S> entry) {
        states.remove(entry.counter, entry);
        entry.gone = true;
        Bag<S> bag = entry.bag;
        if (bag != null) {
            bag.remove(entry);
            bytes.addAndGet(-entry.bytes);
        }
    }

    /** Entries in no order, of which any can be picked and any taken out at once. Not safe for concurrent use. */
    static final class Bag<S extends CounterState> {

        private final List<Entry<S>> entries = new ArrayList<>();
        private int next;

        int size() {
            return entries.size();
        }

        /** Puts in an entry that is in no bag. */
        void add(Entry<S> entry) {
            entry.bag = this;
            entry.index = entries.size();
            entries.add(entry);
        }

        /** Takes out an entry of this bag; the last one takes its place. */
        void remove(Entry<S> entry) {
            Entry<S> last = entries.remove(entries.size() - 1);
            if (entry.index < entries.size()) {
                entries.set(entry.index, last);
                last.index = entry.index;
            }
            entry.bag = null;
        }

        /** Any of the entries, of which there are some. */
        Entry<S> any() {
            return entries.get(ThreadLocalRandom.current().nextInt(entries.size()));
        }

        /** The entry whose turn it is; there are some. Goes from the last to the first, as the last ones take the places of others. */
        Entry<S> turn() {
            next = next > 0 && next < entries.size() ? next - 1 : entries.size() - 1;
            return entries.get(next);
        }

        /** It is the last one's turn. */
        void rewind() {
            next = 0;
        }
    }
}
