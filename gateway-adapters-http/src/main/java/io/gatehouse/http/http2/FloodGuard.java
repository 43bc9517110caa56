package io.gatehouse.http.http2;

/**
 * How much a peer may do that brings nobody anything: an allowance that useful frames earn and others spend.
 *
 * <p>Resets have an allowance of their own, whoever sends them: each stands for a request that was begun for nothing. Both fill up again as
 * time goes by, so that no connection that lives for days runs out of them.
 */
final class FloodGuard {

    private static final int MOST_IDLE = 1_000;
    private static final int IDLE_A_SECOND = 200;
    private static final int MOST_RESETS = 200;
    private static final int RESETS_A_SECOND = 50;
    private static final long NANOS = 1_000_000_000L;

    private int idle = MOST_IDLE;
    private int resets = MOST_RESETS;
    private long filled;

    FloodGuard(long nowNanos) {
        filled = nowNanos;
    }

    /** A frame that is of use: a part of a body, a request, a response. */
    void earn() {
        idle = Math.min(MOST_IDLE, idle + 2);
    }

    /** A frame that changes nothing. */
    void spend() throws ConnectionErrorException {
        if (--idle < 0) {
            throw new ConnectionErrorException(ErrorCode.ENHANCE_YOUR_CALM, "too many frames that change nothing");
        }
    }

    /** A stream has been reset that was under way. */
    void reset() throws ConnectionErrorException {
        if (--resets < 0) {
            throw new ConnectionErrorException(ErrorCode.ENHANCE_YOUR_CALM, "too many streams are reset");
        }
    }

    /** Time has passed. */
    void fill(long nowNanos) {
        long seconds = (nowNanos - filled) / NANOS;
        if (seconds > 0) {
            filled += seconds * NANOS;
            int most = (int) Math.min(seconds, MOST_IDLE);
            idle = Math.min(MOST_IDLE, idle + most * IDLE_A_SECOND);
            resets = Math.min(MOST_RESETS, resets + most * RESETS_A_SECOND);
        }
    }
}
