package io.gatehouse.observability.tally;

import io.gatehouse.domain.rejection.Rejection;
import io.gatehouse.observability.grouping.ExchangeGroup;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What some exchanges add up to. Used by one thread at a time, or under a lock. */
public final class TrafficTally {

    private static final Set<Rejection> BY_LIMITS = EnumSet.of(
            Rejection.TOO_MANY_REQUESTS,
            Rejection.TENANT_AT_LIMIT,
            Rejection.TENANT_AT_LINE_LIMIT,
            Rejection.PROCESSOR_SHARE_USED,
            Rejection.SERVICE_AT_LIMIT,
            Rejection.HOSTS_AT_LIMIT,
            Rejection.OVERLOADED);

    private final @Nullable LatencyHistogram latency;
    private long requests;
    private long clientErrors;
    private long serverErrors;
    private long refused;
    private long limited;
    private long bytesIn;
    private long bytesOut;

    private TrafficTally(@Nullable LatencyHistogram latency) {
        this.latency = latency;
    }

    /**
     * As it is shown.
     *
     * @param requests exchanges that ended
     * @param clientErrors those with 4xx
     * @param serverErrors those with 5xx
     * @param refused those that the gateway itself answered with an error
     * @param limited those that a limit refused, which are among the refused
     * @param bytesIn bytes of bodies from clients
     * @param bytesOut bytes of bodies to clients
     * @param latency how long they took; null if that is not counted, or there were none
     */
    public record Sum(
            long requests,
            long clientErrors,
            long serverErrors,
            long refused,
            long limited,
            long bytesIn,
            long bytesOut,
            LatencyHistogram.@Nullable Latency latency) {

        /** Of no exchange. */
        public static final Sum NOTHING = new Sum(0, 0, 0, 0, 0, 0, 0, null);
    }

    /** An empty one that counts how long exchanges took. */
    public static TrafficTally withLatency() {
        return new TrafficTally(new LatencyHistogram());
    }

    /** An empty one that does not. */
    public static TrafficTally plain() {
        return new TrafficTally(null);
    }

    /** Whether a limit has refused a request for this reason. */
    public static boolean isByLimit(@Nullable Rejection why) {
        return why != null && BY_LIMITS.contains(why);
    }

    /** These have ended. */
    public void add(ExchangeGroup group) {
        int count = group.count();
        int hundreds = group.latest().status() / 100;
        Rejection rejection = group.latest().rejection();
        requests += count;
        clientErrors += hundreds == 4 ? count : 0;
        serverErrors += hundreds == 5 ? count : 0;
        refused += rejection == null ? 0 : count;
        limited += isByLimit(rejection) ? count : 0;
        bytesIn += group.bytesIn();
        bytesOut += group.bytesOut();
        if (latency != null) {
            for (int i = 0; i < count; i++) {
                latency.add(group.durationNanos(i));
            }
        }
    }

    /** Adds what another has counted. */
    public void add(TrafficTally other) {
        requests += other.requests;
        clientErrors += other.clientErrors;
        serverErrors += other.serverErrors;
        refused += other.refused;
        limited += other.limited;
        bytesIn += other.bytesIn;
        bytesOut += other.bytesOut;
        if (latency != null && other.latency != null) {
            latency.add(other.latency);
        }
    }

    /** Forgets everything. */
    public void clear() {
        requests = 0;
        clientErrors = 0;
        serverErrors = 0;
        refused = 0;
        limited = 0;
        bytesIn = 0;
        bytesOut = 0;
        if (latency != null) {
            latency.clear();
        }
    }

    /** As it is now. */
    public Sum sum() {
        return new Sum(
                requests,
                clientErrors,
                serverErrors,
                refused,
                limited,
                bytesIn,
                bytesOut,
                latency == null ? null : latency.latency());
    }
}
