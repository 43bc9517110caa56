package io.gatehouse.http.forwarding;

import io.gatehouse.domain.service.Timeouts;
import io.gatehouse.http.connection.ClientTimeouts;

/** What one try at a host waits for, and whether it has waited too long; looked at a few times a second, so that much late. */
final class Patience {

    /** In the place of a time: bytes have moved since it was looked at last. */
    private static final long MOVED = Long.MIN_VALUE;

    private Wait wait = Wait.CONNECTION;
    private long quietSince;
    private long trySince;

    /** Waits for a connection. */
    Patience(long nowNanos) {
        this.quietSince = nowNanos;
        this.trySince = nowNanos;
    }

    Wait waitsFor() {
        return wait;
    }

    /** Waits for something else from now on. */
    void waitsFor(Wait next) {
        wait = next;
        quietSince = MOVED;
    }

    /** Bytes have moved. */
    void moved() {
        quietSince = MOVED;
    }

    /** The try begins only now. */
    void beginsNow(long nowNanos) {
        trySince = nowNanos;
    }

    /** Whether the head of the response takes longer than that; that the client sends its request slowly does not count. */
    boolean isTryOver(long perTryNanos, long nowNanos) {
        if (wait == Wait.REQUEST_BODY) {
            trySince = nowNanos;
        }
        return wait.isBeforeHead() && nowNanos - trySince > perTryNanos;
    }

    /** Whether nothing has moved for longer than what is waited for may take. */
    boolean isStuck(Timeouts upstream, ClientTimeouts client, long nowNanos) {
        if (quietSince == MOVED) {
            quietSince = nowNanos;
            return false;
        }
        return nowNanos - quietSince > wait.patience(upstream, client);
    }
}
