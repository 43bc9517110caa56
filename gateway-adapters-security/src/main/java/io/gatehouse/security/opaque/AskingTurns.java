package io.gatehouse.security.opaque;

import io.gatehouse.domain.tenancy.FairQueue;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks one issuer so many queries at a time; what waits for that is asked in turn by tenant, and holds no thread. Safe for
 * concurrent use.
 */
final class AskingTurns {

    /** How many tokens one issuer is asked for at a time, so that it is not overrun and takes no more than its share of others. */
    static final int MOST_ASKED = 32;

    /** How many queries of one tenant may wait for that; as a rule they are fewer, as callers of the same token share one. */
    private static final int MOST_WAITING = 1024;

    private final FairQueue<Supplier<CompletionStage<?>>> waiting = new FairQueue<>(MOST_WAITING);
    private int asking;

    /** Has a query asked, now or later; false if too many of the tenant's wait already. A query must not throw. */
    boolean offer(String tenant, Supplier<CompletionStage<?>> query) {
        if (!waiting.offer(tenant, query)) {
            return false;
        }
        askNext();
        return true;
    }

    private void askNext() {
        for (Supplier<CompletionStage<?>> next = take(); next != null; next = take()) {
            next.get().whenComplete((result, failure) -> {
                leave();
                askNext();
            });
        }
    }

    private synchronized @Nullable Supplier<CompletionStage<?>> take() {
        Supplier<CompletionStage<?>> next = asking < MOST_ASKED ? waiting.poll() : null;
        if (next != null) {
            asking++;
        }
        return next;
    }

    private synchronized void leave() {
        asking--;
    }
}
