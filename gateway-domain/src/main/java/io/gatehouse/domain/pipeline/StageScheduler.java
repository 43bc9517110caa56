package io.gatehouse.domain.pipeline;

import io.gatehouse.domain.Port;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/**
 * Carries one request's walk between threads; lent to the runner by whatever received the request.
 *
 * <p>All methods return at once and arrange for {@code then} to run once on the exchange's own thread. A scheduler whose
 * client has gone away may drop {@code then}, and work that has not begun; it settles the exchange itself.
 */
@Port
public interface StageScheduler {

    /**
     * Runs {@code work} on the threads for its kind, and {@code then} behind it. False if there is no room for more of that kind
     * now, or in that share: neither of them will run.
     *
     * @param share whose share of the room it takes: a tenant's name, empty for callers without a key, or what {@link
     *     Decision.Offload#share} says
     */
    boolean offload(WorkKind kind, String share, Runnable work, Runnable then);

    /** Runs {@code then} when the signal has been completed, in whichever way. */
    void await(CompletionStage<?> signal, Runnable then);

    /** Runs {@code then} after a delay. */
    void after(Duration delay, Runnable then);

    /**
     * Answers with a response that is kept, which ends the walk without an outcome, or goes on with the {@code rest} of it, at once or
     * when another call has been answered. Does the latter where nothing is kept.
     */
    default void recall(RequestState state, StageRunner.Rest rest) {
        rest.goOn();
    }
}
