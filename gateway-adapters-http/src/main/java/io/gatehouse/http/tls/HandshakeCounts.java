package io.gatehouse.http.tls;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/** How handshakes with clients have ended since the start. Safe for concurrent use. */
public final class HandshakeCounts {

    private final Map<Result, LongAdder> counts = new EnumMap<>(Result.class);

    public HandshakeCounts() {
        for (Result result : Result.values()) {
            counts.put(result, new LongAdder());
        }
    }

    /** How one ends. */
    public enum Result {
        COMPLETED,
        /** One of both could not accept what the other sent. */
        FAILED,
        /** The client closed the connection. */
        LEFT,
        TIMEOUT,
        /** Its address had too many under way. */
        REFUSED;

        /** In metrics. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** One more has ended like that. */
    public void ended(Result result) {
        of(result).increment();
    }

    /** How many have ended like that. */
    public long count(Result result) {
        return of(result).sum();
    }

    private LongAdder of(Result result) {
        return Objects.requireNonNull(counts.get(result));
    }
}
