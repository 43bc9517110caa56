package io.gatehouse.domain.concurrency;

import io.gatehouse.domain.quota.Permit;
import io.gatehouse.domain.service.ConcurrencyPolicy;
import io.gatehouse.domain.service.ConcurrencyPolicy.Bounds;
import io.gatehouse.domain.tenancy.Priority;
import io.gatehouse.domain.time.GatewayClock;
import io.gatehouse.domain.time.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * The places among the requests of one version that are in flight, and the line of those who wait for one.
 *
 * <p>A place and a host are given at once, so that nobody who was let in finds all hosts at their limits. Takes no lock while nobody
 * waits. Those who wait hold no thread; they are served when somebody leaves, and refused when they have waited too long. Where the line
 * is full, one who is more important takes the place of the least important. Safe for concurrent use.
 */
public final class ConcurrencyGate {

    private static final AtomicIntegerFieldUpdater<ConcurrencyGate> IN_FLIGHT =
            AtomicIntegerFieldUpdater.newUpdater(ConcurrencyGate.class, "inFlight");

    private final GatewayClock clock;
    private final Timer timer;
    private volatile ConcurrencyPolicy policy;
    private volatile @Nullable InFlightLimit limit;
    private volatile int inFlight;
    private volatile int waiting;

    /** Guarded by this gate's lock, as all below. */
    private final WaitingLine<Entry> line = new WaitingLine<>();

    private final LinkedHashSet<Entry> byArrival = new LinkedHashSet<>();
    private boolean timed;
    private long timedUntil;
    private boolean serving;
    private boolean serveAgain;

    /** One who wants in; told what becomes of that once, first by {@link #admit} or {@link #refuse}, then by {@link #goOn}. */
    public interface Arrival {

        /** Whose share of the line it takes; empty for callers without a key, who are one tenant. */
        String tenant();

        /** How important it is. */
        Priority priority();

        /** It has a place and takes a host; false if all hosts are at their limits, and it is asked again later. Quick. */
        boolean admit();

        /** It gets no place. Quick. */
        void refuse(Overload why);

        /** Called without a lock when it has been admitted or refused. */
        void goOn();
    }

    /** Opens with this policy. */
    public ConcurrencyGate(ConcurrencyPolicy policy, GatewayClock clock, Timer timer) {
        this.policy = policy;
        this.clock = clock;
        this.timer = timer;
        this.limit = limit(policy.ofVersion(), null);
    }

    /** What it goes by. */
    public ConcurrencyPolicy policy() {
        return policy;
    }

    /** Requests in flight now. */
    public int inFlight() {
        return inFlight;
    }

    /** Requests that wait now. */
    public int waiting() {
        return waiting;
    }

    /** How many may be in flight now; {@link Integer#MAX_VALUE} for any number. */
    public int limit() {
        InFlightLimit now = limit;
        return now == null ? Integer.MAX_VALUE : now.now();
    }

    /**
     * Goes by another policy from now on. Who waits keeps its place, and waits no longer than one who comes now would. Whoever calls this
     * calls {@link #hostLeft} once it holds no lock, as there may be room.
     */
    public synchronized void update(ConcurrencyPolicy now) {
        limit = limit(now.ofVersion(), limit);
        policy = now;
        if (now.length() > 0) {
            long latest = clock.nanoTime() + now.timeout().toNanos();
            for (Entry entry : byArrival) {
                entry.deadline = entry.deadline - latest > 0 ? latest : entry.deadline;
            }
            time();
        }
    }

    private @Nullable InFlightLimit limit(@Nullable Bounds bounds, @Nullable InFlightLimit before) {
        if (before != null && before.bounds().equals(bounds)) {
            return before;
        }
        return bounds == null ? null : new InFlightLimit(bounds, clock.nanoTime());
    }

    /** Lets in, makes wait or refuses; what is returned is released when the exchange ends, whatever has become of it. */
    public Permit enter(Arrival arrival) {
        var entry = new Entry(this, arrival);
        if (waiting == 0 && pass(entry)) {
            arrival.goOn();
            return entry;
        }
        List<Entry> settled = new ArrayList<>(1);
        synchronized (this) {
            join(entry, settled);
        }
        settled.forEach(Entry::goOn);
        return entry;
    }

    /** Why a request of this tenant would be refused now; null if it would be let in, or wait. Counts nothing. */
    public @Nullable Overload preview(String tenant, Priority priority) {
        if (inFlight < limit()) {
            return null;
        }
        synchronized (this) {
            Overload why = full(tenant);
            return mayShed(why) && line.last(priority) != null ? null : why;
        }
    }

    /** A request to a host has ended, with this latency if that says anything: there may be room. */
    public void hostLeft(long latencyNanos) {
        InFlightLimit now = limit;
        if (now != null && latencyNanos >= 0) {
            now.observe(latencyNanos, inFlight, clock.nanoTime());
        }
        serve();
    }

    /** Takes a place and a host; false if there is none. */
    private boolean pass(Entry entry) {
        if (!takePlace()) {
            return false;
        }
        boolean admitted = false;
        try {
            admitted = entry.arrival.admit();
        } finally {
            if (!admitted) {
                IN_FLIGHT.decrementAndGet(this);
            }
        }
        if (admitted) {
            entry.state = Entry.IN;
        }
        return admitted;
    }

    private boolean takePlace() {
        int most = limit();
        return IN_FLIGHT.getAndAccumulate(this, most, (now, limit) -> now < limit ? now + 1 : now) < most;
    }

    /** Announces itself before it looks once more, so that nobody who leaves meanwhile overlooks it. */
    private void join(Entry entry, List<Entry> settled) {
        waiting = line.size() + 1;
        if (line.size() == 0 && passFirst(entry)) {
            settled.add(entry);
        } else {
            Overload why = full(entry.tenant());
            Entry loser = mayShed(why) ? line.last(entry.priority()) : null;
            if (loser != null) {
                leave(loser, settled, new Overload(whoseLimit(), Overload.Reason.LESS_IMPORTANT));
                why = null;
            }
            if (why == null) {
                line.add(entry);
                byArrival.add(entry);
                entry.deadline = clock.nanoTime() + policy.timeout().toNanos();
                time();
            } else {
                refuse(entry, settled, why);
            }
        }
        waiting = line.size();
    }

    /** The same where nobody waits yet; not to be overtaken by what its own look at the hosts brings about. */
    private boolean passFirst(Entry entry) {
        serving = true;
        try {
            do {
                serveAgain = false;
                if (pass(entry)) {
                    return true;
                }
            } while (serveAgain);
            return false;
        } finally {
            serving = false;
        }
    }

    /** Why one more of this tenant cannot wait; null if it can. */
    private @Nullable Overload full(String tenant) {
        ConcurrencyPolicy now = policy;
        if (now.ofTenant() < now.length() && line.of(tenant) >= now.ofTenant()) {
            return new Overload(Overload.WhoseLimit.TENANT, Overload.Reason.SHARE_USED);
        }
        return line.size() >= now.length() ? new Overload(whoseLimit(), Overload.Reason.LINE_FULL) : null;
    }

    private boolean mayShed(@Nullable Overload why) {
        return why != null && why.reason() == Overload.Reason.LINE_FULL && policy.length() > 0;
    }

    private Overload.WhoseLimit whoseLimit() {
        return inFlight < limit() ? Overload.WhoseLimit.HOSTS : Overload.WhoseLimit.SERVICE;
    }

    private void leave(Entry entry, List<Entry> settled, Overload why) {
        line.remove(entry);
        byArrival.remove(entry);
        refuse(entry, settled, why);
    }

    private static void refuse(Entry entry, List<Entry> settled, Overload why) {
        entry.state = Entry.GONE;
        entry.arrival.refuse(why);
        settled.add(entry);
    }

    /** Lets in those who wait, as far as there is room. */
    private void serve() {
        if (waiting == 0) {
            return;
        }
        List<Entry> settled = new ArrayList<>();
        synchronized (this) {
            if (serving) {
                // Within admit() of one who is being served, by the same thread.
                serveAgain = true;
                return;
            }
            serving = true;
            try {
                do {
                    serveAgain = false;
                    Entry first = line.first();
                    while (first != null && pass(first)) {
                        line.takeFirst();
                        byArrival.remove(first);
                        settled.add(first);
                        first = line.first();
                    }
                } while (serveAgain);
            } finally {
                serving = false;
                waiting = line.size();
            }
        }
        settled.forEach(Entry::goOn);
    }

    /** One timer for all, as nobody who came later may wait for less long. */
    private void time() {
        if (byArrival.isEmpty()) {
            return;
        }
        long until = byArrival.iterator().next().deadline;
        if (!timed || timedUntil - until > 0) {
            timed = true;
            timedUntil = until;
            long left = until - clock.nanoTime();
            timer.after(Duration.ofNanos(Math.max(0, left)), () -> expire(until));
        }
    }

    private void expire(long until) {
        List<Entry> settled = new ArrayList<>();
        synchronized (this) {
            timed &= timedUntil != until;
            long now = clock.nanoTime();
            while (!byArrival.isEmpty()) {
                Entry first = byArrival.iterator().next();
                if (first.deadline - now > 0) {
                    break;
                }
                leave(first, settled, new Overload(whoseLimit(), Overload.Reason.WAITED_TOO_LONG));
            }
            waiting = line.size();
            time();
        }
        settled.forEach(Entry::goOn);
    }

    /** One who has come: waits, is in, or is gone. */
    private static final class Entry implements Permit, WaitingLine.Waiting {

        private static final AtomicIntegerFieldUpdater<Entry> STATE =
                AtomicIntegerFieldUpdater.newUpdater(Entry.class, "state");
        private static final int WAITING = 0;
        private static final int IN = 1;
        private static final int GONE = 2;

        private final ConcurrencyGate gate;
        private final Arrival arrival;
        private volatile int state;
        private long deadline;

        Entry(ConcurrencyGate gate, Arrival arrival) {
            this.gate = gate;
            this.arrival = arrival;
        }

        @Override
        public String tenant() {
            return arrival.tenant();
        }

        @Override
        public Priority priority() {
            return arrival.priority();
        }

        void goOn() {
            arrival.goOn();
        }

        @Override
        public void release() {
            if (state == WAITING) {
                synchronized (gate) {
                    if (state == WAITING) {
                        state = GONE;
                        gate.line.remove(this);
                        gate.byArrival.remove(this);
                        gate.waiting = gate.line.size();
                        return;
                    }
                }
            }
            if (STATE.compareAndSet(this, IN, GONE)) {
                IN_FLIGHT.decrementAndGet(gate);
                gate.serve();
            }
        }
    }
}
