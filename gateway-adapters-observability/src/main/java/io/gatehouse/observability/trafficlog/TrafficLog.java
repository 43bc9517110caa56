package io.gatehouse.observability.trafficlog;

import io.gatehouse.domain.memory.HeapShare;
import io.gatehouse.domain.traffic.ExchangeRecord;
import io.gatehouse.observability.trafficlog.KeptExchange.Kind;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/**
 * Keeps the latest exchanges: all that failed or were slow, of others those that were noted as a whole. Of each kind so many are taken in a second; where there
 * are more, so that each would be kept for less than a second or two anyway, only those of tenants that have had few are, and the rest is skipped and counted.
 */
public final class TrafficLog implements TrafficQueue.Reader {

    /** How many of a kind are taken in a second at least. */
    private static final int LEAST_A_SECOND = 5_000;

    /** Half of the room of a second is for tenants that have had fewer than this of it. */
    private static final int FEW = 50;

    private static final long MILLIS_A_SECOND = 1_000;

    private final int keep;
    private final long keepBytes;
    private final ExchangeStore store;
    private final int mostASecond;
    private final Map<Kind, Taken> taken = new EnumMap<>(Kind.class);
    private final LongAdder skipped = new LongAdder();
    private long second;

    /**
     * An empty one.
     *
     * @param keep how many it keeps at most
     * @param keepBytes how much of the heap they take at most, by estimate
     * @param slowNanos which are slow, and stay longer
     */
    public TrafficLog(int keep, long keepBytes, long slowNanos) {
        this.keep = keep;
        this.keepBytes = keepBytes;
        this.store = new ExchangeStore(keep, keepBytes, slowNanos);
        this.mostASecond = Math.max(LEAST_A_SECOND, keep / 2);
    }

    /** What was taken of one kind in one second. */
    private static final class Taken {
        private final Map<String, Integer> byTenant = new HashMap<>();
        private int all;

        /** Counts one more if it is to be taken, of so many at most. */
        boolean one(String tenant, int most) {
            int few = byTenant.getOrDefault(tenant, 0);
            if (all >= most || (all >= most / 2 && few >= FEW)) {
                return false;
            }
            all++;
            if (few < FEW) {
                byTenant.put(tenant, few + 1);
            }
            return true;
        }
    }

    @Override
    public boolean wants(ExchangeRecord exchange) {
        boolean wanted = isNoted(exchange);
        if (!wanted) {
            skipped.increment();
        }
        return wanted;
    }

    /** Of what went well and in time nothing is kept of which nothing was noted. */
    private boolean isNoted(ExchangeRecord exchange) {
        return !exchange.details().stages().isOfWaitsAlone() || store.kindOf(exchange) != Kind.GOOD;
    }

    @Override
    public void ended(ExchangeRecord exchange, long nowMillis) {
        long now = nowMillis / MILLIS_A_SECOND;
        if (now != second) {
            second = now;
            taken.clear();
        }
        if (!isNoted(exchange)) {
            return;
        }
        Kind kind = store.kindOf(exchange);
        String tenant = Objects.requireNonNullElse(exchange.caller().tenant(), "");
        if (taken.computeIfAbsent(kind, any -> new Taken()).one(tenant, mostASecond)) {
            store.add(exchange, kind);
        } else {
            skipped.increment();
        }
    }

    /** What is kept. */
    public ExchangeStore store() {
        return store;
    }

    /** How many it keeps at most. */
    public int keep() {
        return keep;
    }

    /** How much of the heap they take at most. */
    public long keepBytes() {
        return keepBytes;
    }

    /** How many were not taken. */
    public long skipped() {
        return skipped.sum();
    }

    /** What it takes of the heap. */
    public HeapShare heapShare() {
        return new HeapShare("traffic-log", keepBytes, store::bytes, store::count);
    }
}
