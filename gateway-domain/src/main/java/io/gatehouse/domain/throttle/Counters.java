package io.gatehouse.domain.throttle;

import io.gatehouse.domain.address.MaskedAddress;
import io.gatehouse.domain.identity.User;
import io.gatehouse.domain.pipeline.Caller;
import io.gatehouse.domain.pipeline.RequestState;
import io.gatehouse.domain.quota.CounterKey;
import io.gatehouse.domain.quota.Subject;
import io.gatehouse.domain.tenancy.ApiKey;

/** Finds the counter of a request. Source of the rule: where the subject is missing, the address is counted. */
final class Counters {

    private Counters() {}

    static CounterKey of(String quota, Subject per, RequestState state, int ipv6Prefix) {
        String owner = per == Subject.ADDRESS ? "" : owner(per, state.caller());
        boolean withAddress = owner.isEmpty() || per == Subject.TENANT_AND_ADDRESS;
        return new CounterKey(
                quota, owner, withAddress ? MaskedAddress.of(state.exchange().client(), ipv6Prefix) : null);
    }

    private static String owner(Subject per, Caller caller) {
        ApiKey key = caller.key();
        User user = caller.user();
        return switch (per) {
            case TENANT, TENANT_AND_ADDRESS -> caller.tenant();
            case KEY -> key == null ? "" : key.id();
            // Users of different tenants may have equal names.
            case USER -> user == null ? "" : caller.tenant() + "/" + user.id();
            case ADDRESS -> "";
        };
    }
}
