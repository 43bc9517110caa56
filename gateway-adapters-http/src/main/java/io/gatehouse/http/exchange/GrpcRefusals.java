package io.gatehouse.http.exchange;

import io.gatehouse.http.exchange.GrpcCall.Status;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/** How many calls by gRPC have been refused since the start, by what they were told; the status by HTTP is 200. Safe for concurrent use. */
public final class GrpcRefusals {

    private final Map<Status, LongAdder> counts = new EnumMap<>(Status.class);

    public GrpcRefusals() {
        for (Status status : Status.values()) {
            counts.put(status, new LongAdder());
        }
    }

    void refused(Status status) {
        of(status).increment();
    }

    /** How many with this status. */
    public long count(Status status) {
        return of(status).sum();
    }

    private LongAdder of(Status status) {
        return Objects.requireNonNull(counts.get(status));
    }
}
