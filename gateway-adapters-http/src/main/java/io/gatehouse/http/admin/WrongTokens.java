package io.gatehouse.http.admin;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says in the log that somebody presents wrong admin tokens: at once, and then once a minute however many there are. Used by one thread. */
final class WrongTokens {

    private static final Logger LOG = LoggerFactory.getLogger(WrongTokens.class);
    private static final long PAUSE_NANOS = Duration.ofMinutes(1).toNanos();

    private long untold;
    private long toldNanos;
    private boolean told;

    /** One was presented from this address, at this time of a monotonic clock. */
    void presented(String client, long nowNanos) {
        untold++;
        if (!told || nowNanos - toldNanos >= PAUSE_NANOS) {
            LOG.warn("Wrong admin tokens: {} since this was said last, the latest from {}", untold, client);
            untold = 0;
            told = true;
            toldNanos = nowNanos;
        }
    }
}
