package io.gatehouse.domain.observation;

import io.gatehouse.configuration.Origin;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checks that are watched instead of enforced: what they would refuse goes on, and is noted.
 *
 * @param checks which
 * @param origin the place in the configuration that says so
 */
public record Observation(Set<ObservedCheck> checks, Origin origin) {

    public Observation {
        checks = Set.copyOf(checks);
    }

    /** Both; of what the first says where it says all. */
    public static @Nullable Observation both(@Nullable Observation one, @Nullable Observation other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        if (one.checks.containsAll(other.checks)) {
            return one;
        }
        var all = EnumSet.copyOf(one.checks);
        all.addAll(other.checks);
        return new Observation(all, one.origin);
    }

    /** Whether it is this that says so of a check. */
    public static boolean covers(@Nullable Observation observation, ObservedCheck check) {
        return observation != null && observation.checks.contains(check);
    }
}
