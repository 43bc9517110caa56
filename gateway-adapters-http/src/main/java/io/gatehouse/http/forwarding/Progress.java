package io.gatehouse.http.forwarding;

import io.gatehouse.domain.service.Timeouts;

/**
 * What a forwarded exchange waits for, and for how long nothing has moved. Times are those of the context's scanner, in nanoseconds;
 * whoever looks comes by a few times a second, so a wait is noticed that much late. Confined to the context's I/O thread.
 */
final class Progress {

    private final Timeouts timeouts;
    private final long stallNanos;
    private final long begun;
    private Phase phase = Phase.CONNECTION;
    private boolean moved;
    private long quietSince;

    /**
     * Begins to wait for a connection.
     *
     * @param stallNanos how long a client may neither send nor take anything
     */
    Progress(Timeouts timeouts, long stallNanos, long nowNanos) {
        this.timeouts = timeouts;
        this.stallNanos = stallNanos;
        this.begun = nowNanos;
        this.quietSince = nowNanos;
    }

    /** What is waited for. */
    Phase phase() {
        return phase;
    }

    /** Waits for something else from now on. */
    void enter(Phase next) {
        phase = next;
        moved = true;
    }

    /** Bytes have moved. */
    void moved() {
        moved = true;
    }

    /** How long it is since the exchange was handed over. */
    long since(long nowNanos) {
        return nowNanos - begun;
    }

    /** Whether the exchange as a whole takes longer than it may; never in a tunnel. */
    boolean isOverdue(long nowNanos) {
        return timeouts.total() != null
                && phase != Phase.TUNNEL
                && nowNanos - begun > timeouts.total().toNanos();
    }

    /** Whether nothing has moved for longer than what is waited for may take. */
    boolean isStuck(long nowNanos) {
        if (moved) {
            moved = false;
            quietSince = nowNanos;
            return false;
        }
        return nowNanos - quietSince > patience();
    }

    private long patience() {
        return switch (phase) {
            case LINE -> timeouts.connect().toNanos();
            case REQUEST_BODY, CLIENT_WRITES -> stallNanos;
            case ANSWER_HEAD -> timeouts.response().toNanos();
            case SENDING, ANSWER_BODY, TUNNEL -> timeouts.idle().toNanos();
            case CONNECTION, OVER -> Long.MAX_VALUE;
        };
    }
}
