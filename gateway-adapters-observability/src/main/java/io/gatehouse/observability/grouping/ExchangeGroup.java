package io.gatehouse.observability.grouping;

import io.gatehouse.configuration.Origin;
import io.gatehouse.domain.rejection.Rejection;
import io.gatehouse.domain.traffic.ExchangeRecord;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Exchanges that ended in one second and are alike in what is counted: key, route, service, version, host, rule and outcome. Filled by one
 * thread at a time, and only read from then on.
 */
public final class ExchangeGroup {

    /** How many are counted in one at most, as each has a duration of its own. */
    static final int MOST = 64;

    /** For so many there is room at first, as most groups of a gateway with many callers are small. */
    private static final int ROOM = 4;

    private static final int MILLIS_A_SECOND = 1_000;

    private final long endSecond;
    private final @Nullable String key;
    private final @Nullable String route;
    private final @Nullable String service;
    private final @Nullable String version;
    private final @Nullable String upstream;
    private final @Nullable Origin decidedBy;
    private final @Nullable Rejection rejection;
    private final int status;

    /** In nanoseconds to seven digits, which is all that anybody shows: a duration, a time to the first byte, and so on. */
    private float[] times = new float[2 * ROOM];

    private ExchangeRecord latest;
    private int count;
    private int responded;
    private long bytesIn;
    private long bytesOut;
    private long upstreamMicros;

    private ExchangeGroup(ExchangeRecord first, long endSecond) {
        this.endSecond = endSecond;
        this.latest = first;
        key = first.caller().key();
        route = first.matched().route();
        service = first.matched().service();
        version = first.matched().version();
        upstream = first.forwarding().upstream();
        decidedBy = first.decided().decidedBy();
        rejection = first.rejection();
        status = first.status();
    }

    /** Of one exchange alone. */
    public static ExchangeGroup of(ExchangeRecord exchange) {
        return beginning(exchange, endSecond(exchange));
    }

    /** Of one exchange, which ended in this second, and of those that will be added. */
    static ExchangeGroup beginning(ExchangeRecord exchange, long endSecond) {
        var group = new ExchangeGroup(exchange, endSecond);
        group.add(exchange);
        return group;
    }

    /** The second in which an exchange ended, since the epoch. */
    static long endSecond(ExchangeRecord exchange) {
        return Math.floorDiv(
                exchange.startedMillis() + TimeUnit.NANOSECONDS.toMillis(exchange.durationNanos()), MILLIS_A_SECOND);
    }

    /** What exchanges that are alike have in common. */
    static int hash(ExchangeRecord exchange) {
        Origin rule = exchange.decided().decidedBy();
        int hash = Objects.hashCode(exchange.caller().key());
        hash = 31 * hash + Objects.hashCode(exchange.matched().route());
        hash = 31 * hash + Objects.hashCode(exchange.forwarding().upstream());
        hash = 31 * hash + (rule == null ? 0 : rule.line());
        hash = 31 * hash + exchange.status();
        hash *= 0x9e3779b9;
        return hash ^ hash >>> 15;
    }

    /** Whether there is room for an exchange that ended in this second, and it is alike. */
    boolean takes(ExchangeRecord exchange, long second) {
        return count < MOST
                && second == endSecond
                && status == exchange.status()
                && rejection == exchange.rejection()
                && same(key, exchange.caller().key())
                && same(route, exchange.matched().route())
                && same(service, exchange.matched().service())
                && same(version, exchange.matched().version())
                && same(upstream, exchange.forwarding().upstream())
                && isDecidedBy(exchange.decided().decidedBy());
    }

    /** Nearly always it is the very object of the registry. */
    @SuppressWarnings("ReferenceEquality") // looked at first only
    private static boolean same(@Nullable String one, @Nullable String other) {
        return one == other || (one != null && one.equals(other));
    }

    /** Rules are told apart by the very object. */
    @SuppressWarnings("ReferenceEquality")
    private boolean isDecidedBy(@Nullable Origin rule) {
        return decidedBy == rule;
    }

    void add(ExchangeRecord exchange) {
        latest = exchange;
        if (2 * count == times.length) {
            times = Arrays.copyOf(times, ROOM * times.length);
        }
        times[2 * count++] = exchange.durationNanos();
        bytesIn += exchange.bytesIn();
        bytesOut += exchange.bytesOut();
        long firstByte = exchange.forwarding().firstByteNanos();
        if (firstByte >= 0) {
            times[2 * responded++ + 1] = firstByte;
            upstreamMicros += TimeUnit.NANOSECONDS.toMicros(firstByte);
        }
    }

    boolean isFull() {
        return count == MOST;
    }

    /** The latest of them, which stands for all in what they have in common. */
    public ExchangeRecord latest() {
        return latest;
    }

    /** When they ended, to the second, since the epoch. */
    public long endMillis() {
        return endSecond * MILLIS_A_SECOND;
    }

    /** How many they are. */
    public int count() {
        return count;
    }

    /** How long one of them took, to seven digits: the first is 0. */
    public long durationNanos(int number) {
        return (long) times[2 * number];
    }

    /** How many got the head of a response from their host. */
    public int responded() {
        return responded;
    }

    /** How long it was until one of these got it, to seven digits: the first is 0. */
    public long firstByteNanos(int number) {
        return (long) times[2 * number + 1];
    }

    /** Bytes of bodies from clients. */
    public long bytesIn() {
        return bytesIn;
    }

    /** Bytes of bodies to clients. */
    public long bytesOut() {
        return bytesOut;
    }

    /** How long all of them together waited for the heads of responses. */
    public long upstreamMicros() {
        return upstreamMicros;
    }
}
