package io.gatehouse.observability.trafficlog;

import io.gatehouse.domain.traffic.ExchangeRecord;
import io.gatehouse.observability.trafficlog.KeptExchange.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/**
 * The latest exchanges, in a bounded part of the heap. Where it is full, a new one takes the place of the oldest of whoever takes the most:
 * first of the kind that is the furthest above its share, and of that kind of the tenant with the most. So failures stay longer than what
 * went well, and the traffic of one tenant does not drive out that of others.
 *
 * <p>One thread adds; any read, take no lock, and may miss what comes and goes meanwhile.
 */
public final class ExchangeStore {

    /** How many are looked at for one page at most. */
    public static final int MOST_LOOKED_AT = 20_000;

    private final long mostCost;
    private final long leastCost;
    private final long slowNanos;
    private final ConcurrentSkipListMap<Long, KeptExchange> bySequence = new ConcurrentSkipListMap<>();
    private final Map<String, KeptExchange> byId = new ConcurrentHashMap<>();
    private final Map<Kind, Share> shares = new EnumMap<>(Kind.class);
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
     * @param keepBytes how much of the heap they take at most, by estimate
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

        void add(String tenant, KeptExchange kept, long bytes, long itsCost) {
            OfTenant its = tenants.computeIfAbsent(tenant, OfTenant::new);
            byCost.remove(its);
            its.exchanges.add(new Priced(kept, bytes, itsCost));
            its.cost += itsCost;
            byCost.add(its);
            cost += itsCost;
        }

        Priced takeOldestOfLargest() {
            OfTenant largest = byCost.last();
            byCost.remove(largest);
            Priced oldest = largest.exchanges.remove();
            largest.cost -= oldest.cost;
            cost -= oldest.cost;
            if (largest.exchanges.isEmpty()) {
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
        private final Deque<Priced> exchanges = new ArrayDeque<>();
        private long cost;

        OfTenant(String tenant) {
            this.tenant = tenant;
        }
    }

    private record Priced(KeptExchange kept, long bytes, long cost) {}

    /** The kind that an exchange would be kept as. */
    Kind kindOf(ExchangeRecord exchange) {
        return Kind.of(exchange, slowNanos);
    }

    /** Keeps one more. */
    void add(ExchangeRecord exchange, Kind kind) {
        long itsBytes = KeptExchange.bytes(exchange);
        long itsCost = Math.max(leastCost, itsBytes);
        if (itsCost > mostCost) {
            return;
        }
        var next = new KeptExchange(++sequence, kind, exchange);
        while (cost + itsCost > mostCost) {
            evict();
        }
        String tenant = exchange.caller().tenant();
        share(kind).add(tenant == null ? "" : tenant, next, itsBytes, itsCost);
        cost += itsCost;
        keptBytes += itsBytes;
        bytes = keptBytes;
        count = ++kept;
        bySequence.put(next.sequence(), next);
        byId.put(exchange.requestId(), next);
    }

    private void evict() {
        Share fullest = share(Kind.GOOD);
        for (Share one : shares.values()) {
            fullest = one.excess() > fullest.excess() ? one : fullest;
        }
        Priced gone = fullest.takeOldestOfLargest();
        cost -= gone.cost;
        keptBytes -= gone.bytes;
        kept--;
        long itsSequence = gone.kept.sequence();
        bySequence.remove(itsSequence);
        // A later one may have the same id; that is told without looking into either.
        byId.computeIfPresent(
                gone.kept.exchange().requestId(), (id, one) -> one.sequence() == itsSequence ? null : one);
    }

    @SuppressWarnings("NullAway") // there is one for each kind
    private Share share(Kind kind) {
        return shares.get(kind);
    }

    /** How many are kept. */
    public int count() {
        return count;
    }

    /** How much of the heap they take, by estimate. */
    public long bytes() {
        return bytes;
    }

    /** The latest one with this request id; null if none is kept. */
    public @Nullable KeptExchange find(String requestId) {
        return byId.get(requestId);
    }

    /**
     * Those that a filter lets through, the latest first.
     *
     * @param before where to begin, as a page says it; 0 for the latest
     * @param most how many at most
     */
    public Page page(ExchangeFilter filter, long before, int most) {
        List<KeptExchange> found = new ArrayList<>();
        int looked = 0;
        Map<Long, KeptExchange> older =
                before > 0 ? bySequence.headMap(before, false).descendingMap() : bySequence.descendingMap();
        for (KeptExchange one : older.values()) {
            if (filter.matches(one.exchange())) {
                found.add(one);
            }
            if (++looked == MOST_LOOKED_AT || found.size() == most) {
                return new Page(found, one.sequence());
            }
        }
        return new Page(found, 0);
    }
}
