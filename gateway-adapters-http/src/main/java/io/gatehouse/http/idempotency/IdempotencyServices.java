package io.gatehouse.http.idempotency;

import io.gatehouse.domain.quota.CounterStore;
import io.gatehouse.domain.time.GatewayClock;
import org.jspecify.annotations.Nullable;

/**
 * What calls with keys of their own need, whatever their service.
 *
 * @param register who is the first
 * @param room for their bodies, which are held until they have been answered
 */
public record IdempotencyServices(CallRegister register, BodyRoom room) {

    /** Over a store that processes share, or in so many bytes of this one if that is null; bodies may have as many. */
    public static IdempotencyServices of(@Nullable CounterStore store, long mostBytes, GatewayClock clock) {
        return new IdempotencyServices(
                store == null ? CallRegister.local(mostBytes, clock) : CallRegister.shared(store, clock),
                new BodyRoom(mostBytes));
    }
}
