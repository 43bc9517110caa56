package io.gatehouse.http.retry;

import io.gatehouse.domain.service.RetryPolicy;
import io.gatehouse.domain.service.RetryPolicy.Condition;
import io.gatehouse.domain.upstream.HostOutcome.HostFailure;
import org.jspecify.annotations.Nullable;

/**
 * A try at one host that has failed, and what is known of its call.
 *
 * @param failure what went wrong; null if the host has responded with {@code status}
 * @param status the status of the response; 0 if there was none
 * @param sent whether some of the request may have reached the host
 * @param idempotent whether its method may be carried out twice
 * @param repeatable whether all of its body can still be sent
 * @param answered whether something of a response has gone to the client
 * @param retries tries after the first so far
 */
public record FailedTry(
        @Nullable HostFailure failure,
        int status,
        boolean sent,
        boolean idempotent,
        boolean repeatable,
        boolean answered,
        int retries) {

    /** Whether the call may be tried again; its budget is another matter. */
    public boolean mayBeFollowed(@Nullable RetryPolicy policy) {
        return policy != null
                && retries < policy.attempts()
                && !answered
                && repeatable
                && (idempotent || !sent)
                && isWorthIt(policy);
    }

    private boolean isWorthIt(RetryPolicy policy) {
        if (failure == null) {
            return policy.statuses().contains(status);
        }
        return switch (failure) {
            case CONNECT, CONNECT_TIMEOUT, TLS -> policy.on().contains(Condition.CONNECT_FAILURE);
            case TIMEOUT -> policy.on().contains(Condition.RESPONSE_TIMEOUT);
            case RESET, BAD_RESPONSE -> policy.on().contains(Condition.RESET);
            case CLIENT, GATEWAY -> false;
        };
    }
}
