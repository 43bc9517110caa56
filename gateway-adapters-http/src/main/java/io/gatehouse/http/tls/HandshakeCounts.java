package io.gatehouse.http.tls;

import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;

/** How handshakes with clients have ended since the start. Safe for concurrent use. */
public final class HandshakeCounts {

    private final LongAdder[] counts = new LongAdder[Result.values().length];

    public HandshakeCounts() {
        for (int i = 0; i < counts.length; i++) {
            counts[i] = new LongAdder();
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
        counts[result.ordinal()].increment();
    }

    /** How many have ended like that. */
    public long count(Result result) {
        return counts[result.ordinal()].sum();
    }
}
