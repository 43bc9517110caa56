package io.gatehouse.observability.trafficlog;

import io.gatehouse.domain.traffic.ExchangeRecord;
import io.gatehouse.observability.trafficlog.KeptExchange.Kind;
import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The latest exchanges, in a bounded part of the heap. Where it is full, a new one takes the place of the oldest of whoever takes the most:
 * first of the kind that is the furthest above its share, and of that kind of the tenant with the most. So failures stay longer than what
 * went well, and the traffic of one tenant does not drive out that of others.
 *
 * <p>It is written into the very place: what lives for seconds, and is then garbage, is what a generational collector is worst at. Safe for concurrent use;
 * who reads holds up who adds for as long as some hundred exchanges take to copy.
 */
public final class ExchangeStore {

    /** How many are looked at for one page at most. */
    public static final int MOST_LOOKED_AT = 20_000;

    /** So many are copied at a time, and looked at without the lock. */
    private static final int COPIED = 256;

    /** What there is of one besides its bytes, rounded up. */
    private static final int OBJECTS = 96;

    /** Room is given in steps, so that an exchange fits where another one was. */
    private static final int STEP = 256;

    private final long mostCost;
    private final long leastCost;
    private final long slowNanos;
    private final Map<Kind, Share> shares = new EnumMap<>(Kind.class);
    private final Place latest = new Place();
    private final Written written = new Written();
    private long sequence;
    private long cost;
    private int kept;
    private long keptBytes;
    private volatile int count;
    private volatile long bytes;

    /**
     * An empty one.
     *
     * @param keep how many it keeps at most
     * @param keepBytes how much of the heap they take at most
     * @param slowNanos which are slow
     */
    public ExchangeStore(int keep, long keepBytes, long slowNanos) {
        // An exchange costs what it takes, and at least as much as that no more than so many can be kept: one bound for
        // both.
        this.mostCost = keepBytes;
        this.leastCost = Math.max(1, keepBytes / keep);
        this.slowNanos = slowNanos;
        for (Kind kind : Kind.values()) {
            shares.put(kind, new Share(kind));
        }
    }

    /** A page of exchanges, the latest first; {@code next} is where the next one begins, 0 if there is none. */
    public record Page(List<KeptExchange> exchanges, long next) {}

    /** What is being written, in memory that is used again: an exchange has a few kilobytes at most. */
    private static final class Written extends ByteArrayOutputStream {

        Written() {
            super(4096);
        }

        void copyTo(byte[] place) {
            System.arraycopy(buf, 0, place, 0, count);
        }
    }

    /** Where one is kept, in a ring in the order of their sequence. */
    private static final class Place {
        private byte[] bytes = {};
        private int length;
        private int idHash;
        private long sequence;
        private long cost;
        private Place newer = this;
        private Place older = this;

        void insertBelow(Place next) {
            newer = next;
            older = next.older;
            older.newer = this;
            next.older = this;
        }

        void remove() {
            newer.older = older;
            older.newer = newer;
            sequence = 0;
        }

        int size() {
            return OBJECTS + bytes.length;
        }

        byte[] copy() {
            return Arrays.copyOf(bytes, length);
        }
    }

    /** What is kept of one kind. */
    private static final class Share {
        private final Kind kind;
        private final Map<String, OfTenant> tenants = new HashMap<>();
        private final TreeSet<OfTenant> byCost = new TreeSet<>(
                Comparator.comparingLong((OfTenant one) -> one.cost).thenComparing(one -> one.tenant));
        private long cost;

        Share(Kind kind) {
            this.kind = kind;
        }

        long excess() {
            return cost / kind.parts();
        }

        void add(String tenant, Place place) {
            OfTenant its = tenants.computeIfAbsent(tenant, OfTenant::new);
            byCost.remove(its);
            its.places.add(place);
            its.cost += place.cost;
            byCost.add(its);
            cost += place.cost;
        }

        Place takeOldestOfLargest() {
            OfTenant largest = byCost.last();
            byCost.remove(largest);
            Place oldest = largest.places.remove();
            largest.cost -= oldest.cost;
            cost -= oldest.cost;
            if (largest.places.isEmpty()) {
                tenants.remove(largest.tenant);
            } else {
                byCost.add(largest);
            }
            return oldest;
        }
    }

    /** What is kept of one kind of one tenant, the oldest first. */
    private static final class OfTenant {
        private final String tenant;
        private final Deque<Place> places = new ArrayDeque<>();
        private long cost;

        OfTenant(String tenant) {
            this.tenant = tenant;
        }
    }

    /** The kind that an exchange would be kept as. */
    Kind kindOf(ExchangeRecord exchange) {
        return Kind.of(exchange, slowNanos);
    }

    /** Keeps one more. */
    synchronized void add(ExchangeRecord exchange, Kind kind) {
        written.reset();
        KeptExchange.of(sequence + 1, kind, exchange).writeTo(written);
        int length = written.size();
        int room = (length + STEP - 1) / STEP * STEP;
        long itsCost = Math.max(leastCost, OBJECTS + room);
        if (itsCost > mostCost) {
            return;
        }
        Place place = null;
        while (cost + itsCost > mostCost) {
            place = evict();
        }
        place = place == null ? new Place() : place;
        if (place.bytes.length < room || place.size() > itsCost) {
            place.bytes = new byte[room];
        }
        written.copyTo(place.bytes);
        place.length = length;
        place.idHash = exchange.requestId().hashCode();
        place.sequence = ++sequence;
        place.cost = itsCost;
        place.insertBelow(latest);
        String tenant = exchange.caller().tenant();
        share(kind).add(tenant == null ? "" : tenant, place);
        cost += itsCost;
        keptBytes += place.size();
        bytes = keptBytes;
        count = ++kept;
    }

    /** Makes a place free. */
    private Place evict() {
        Share fullest = share(Kind.GOOD);
        for (Share one : shares.values()) {
            fullest = one.excess() > fullest.excess() ? one : fullest;
        }
        Place gone = fullest.takeOldestOfLargest();
        gone.remove();
        cost -= gone.cost;
        keptBytes -= gone.size();
        kept--;
        return gone;
    }

    @SuppressWarnings("NullAway") // there is one for each kind
    private Share share(Kind kind) {
        return shares.get(kind);
    }

    /** How many are kept. */
    public int count() {
        return count;
    }

    /** How much of the heap they take. */
    public long bytes() {
        return bytes;
    }

    /** The latest one with this request id; null if none is kept. */
    public @Nullable KeptExchange find(String requestId) {
        return withHash(requestId.hashCode()).stream()
                .map(KeptExchange::read)
                .filter(one -> one.exchange().requestId().equals(requestId))
                .findFirst()
                .orElse(null);
    }

    /** Of ids that are not made to be alike there is hardly ever more than one. */
    private synchronized List<byte[]> withHash(int idHash) {
        var found = new ArrayList<byte[]>();
        for (Place place = latest.older; place != latest && found.size() < COPIED; place = place.older) {
            if (place.idHash == idHash) {
                found.add(place.copy());
            }
        }
        return found;
    }

    /**
     * Those that a filter lets through, the latest first.
     *
     * @param before where to begin, as a page says it; 0 for the latest
     * @param most how many at most
     */
    public Page page(ExchangeFilter filter, long before, int most) {
        List<KeptExchange> found = new ArrayList<>();
        var walk = new Walk(before > 0 ? before : Long.MAX_VALUE);
        int looked = 0;
        for (List<byte[]> some = walk.next(); !some.isEmpty(); some = walk.next()) {
            for (byte[] bytes : some) {
                KeptExchange one = KeptExchange.read(bytes);
                if (filter.matches(one.exchange())) {
                    found.add(one);
                }
                if (++looked == MOST_LOOKED_AT || found.size() == most) {
                    return new Page(found, one.sequence());
                }
            }
        }
        return new Page(found, 0);
    }

    /** From one to the next older one, whatever comes and goes meanwhile. */
    private final class Walk {
        private Place at = latest;
        private long before;

        Walk(long before) {
            this.before = before;
        }

        List<byte[]> next() {
            synchronized (ExchangeStore.this) {
                if (at.sequence != before) {
                    at = latest;
                }
                var some = new ArrayList<byte[]>();
                for (Place next = at.older; next != latest && some.size() < COPIED; next = next.older) {
                    if (next.sequence < before) {
                        some.add(next.copy());
                        at = next;
                    }
                }
                if (!some.isEmpty()) {
                    before = at.sequence;
                }
                return some;
            }
        }
    }
}
