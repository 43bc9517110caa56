package io.gatehouse.domain.pipeline;

import io.gatehouse.domain.device.Device;
import io.gatehouse.domain.geo.GeoLocation;
import io.gatehouse.domain.identity.User;
import io.gatehouse.domain.policy.SkippedCheck;
import io.gatehouse.domain.tenancy.ApiKey;
import io.gatehouse.domain.tenancy.Priority;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who calls, as far as it has been found out.
 *
 * @param key the key that was presented and found good; null if none was presented
 * @param skips the checks that the caller may skip
 * @param place where the caller is; null if nobody has looked
 * @param device what the caller uses; null if nobody has looked or the request does not say
 * @param user the user whose token was found good; null if there is none
 */
public record Caller(
        @Nullable ApiKey key,
        Set<SkippedCheck> skips,
        @Nullable GeoLocation place,
        @Nullable Device device,
        @Nullable User user) {

    /** Somebody of whom nothing is known. */
    public static final Caller ANYBODY = new Caller(null, Set.of(), null, null, null);

    /** Whose share of the gateway the caller takes: the tenant's name, empty for callers without a key, who are one tenant. */
    public String tenant() {
        return key == null ? "" : key.application().tenant().name();
    }

    /** How important the call is: as its package says, normal without a key. */
    public Priority priority() {
        return key == null ? Priority.NORMAL : key.application().priority();
    }

    /** Whether the caller may skip a check. */
    public boolean skips(SkippedCheck check) {
        return !skips.isEmpty() && skips.contains(check);
    }

    /** The same with a key. */
    public Caller with(ApiKey found) {
        return new Caller(found, skips, place, device, user);
    }

    /** The same with checks to skip. */
    public Caller skipping(Set<SkippedCheck> checks) {
        return new Caller(key, checks, place, device, user);
    }

    /** The same with a place. */
    public Caller at(GeoLocation where) {
        return new Caller(key, skips, where, device, user);
    }

    /** The same with a device. */
    public Caller using(Device what) {
        return new Caller(key, skips, place, what, user);
    }

    /** The same with a user. */
    public Caller as(User who) {
        return new Caller(key, skips, place, device, who);
    }
}
