package io.gatehouse.domain.time;

import io.gatehouse.domain.Port;
import java.time.Duration;

/**
 * Runs a task once, after a delay.
 *
 * <p>Implementations are safe for concurrent use and never block the caller. Tasks are short and do not block; a task
 * that throws is logged by the implementation and does not stop others. After the implementation has been shut down,
 * tasks are dropped silently: nothing that is left to do by then may depend on them.
 */
@Port
public interface Timer {

    /** Runs {@code task} once, {@code delay} from now (zero or more); the result cancels it if it has not begun. */
    Cancellation after(Duration delay, Runnable task);

    /** Takes back a task that has not begun. */
    @FunctionalInterface
    interface Cancellation {

        /** Drops the task; does nothing if it has begun, ended or been cancelled before. */
        void cancel();
    }
}
