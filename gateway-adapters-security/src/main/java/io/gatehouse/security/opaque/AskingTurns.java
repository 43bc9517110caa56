package io.gatehouse.security.opaque;

import io.gatehouse.domain.tenancy.FairQueue;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks one issuer so many questions at a time; what waits for that is asked in turn by tenant, and holds no thread. Safe for
 * concurrent use.
 */
final class AskingTurns {

    private final int most;
    private final FairQueue<Supplier<CompletionStage<?>>> waiting;
    private int asking;

    AskingTurns(int most, int mostWaitingOfTenant) {
        this.most = most;
        this.waiting = new FairQueue<>(mostWaitingOfTenant);
    }

    /** Has a question asked, now or later; false if too many of the tenant's wait already. A question must not throw. */
    boolean offer(String tenant, Supplier<CompletionStage<?>> question) {
        if (!waiting.offer(tenant, question)) {
            return false;
        }
        askNext();
        return true;
    }

    private void askNext() {
        for (Supplier<CompletionStage<?>> next = take(); next != null; next = take()) {
            next.get().whenComplete((answer, failure) -> {
                leave();
                askNext();
            });
        }
    }

    private synchronized @Nullable Supplier<CompletionStage<?>> take() {
        Supplier<CompletionStage<?>> next = asking < most ? waiting.poll() : null;
        if (next != null) {
            asking++;
        }
        return next;
    }

    private synchronized void leave() {
        asking--;
    }
}
