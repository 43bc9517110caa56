package io.gatehouse.domain.pipeline;

import io.gatehouse.domain.Port;
import java.time.Duration;

/**
 * Carries one request's walk between threads; lent to the runner by whatever received the request.
 *
 * <p>Both methods return at once and arrange for {@code then} to run once on the exchange's own thread. A carrier whose
 * client has gone away may drop {@code then}; it settles the exchange itself.
 */
@Port
public interface Carrier {

    /**
     * Runs {@code work} where blocking is allowed, and {@code then} behind it. False if there is no room for it now:
     * neither of them will run.
     */
    boolean blocking(Runnable work, Runnable then);

    /** Runs {@code then} after a delay. */
    void after(Duration delay, Runnable then);
}
