package io.gatehouse.http.forwarding;

import org.jspecify.annotations.Nullable;
import org.xnio.XnioExecutor;

/** Where a {@link HostAttempt} is, with what it holds there. */
sealed interface AttemptState
        permits AttemptState.Pausing, RequestSender, ResponseReader, AttemptState.Tunnelling, AttemptState.Holding {

    /** It begins when the timer runs. */
    record Pausing(XnioExecutor.@Nullable Key timer) implements AttemptState {

        void cancel() {
            if (timer != null) {
                timer.remove();
            }
        }
    }

    /** Both connections are one. */
    record Tunnelling(Tunnel tunnel) implements AttemptState {}

    /** Where nothing is held. */
    enum Holding implements AttemptState {
        /** A connection is being opened, or others use those that there may be: the pool knows. */
        CONNECTING,
        /** It has ended; or it has not begun. */
        NOTHING
    }
}
