package io.gatehouse.domain.identity;

import java.util.Collections;
import java.util.HashSet;
import java.util.Set;

/**
 * A user whose token was found good.
 *
 * @param id who it is, unique for whoever issues the tokens; never empty
 * @param groups the groups the user is in
 */
public record User(String id, Set<String> groups) {

    public User {
        // A set whose crowded buckets become trees: Set.copyOf looks for colliding names one after the other.
        groups = Collections.unmodifiableSet(new HashSet<>(groups));
    }

    /** Whether the user is in at least one of these groups. */
    public boolean inAnyOf(Set<String> some) {
        for (String group : some) {
            if (groups.contains(group)) {
                return true;
            }
        }
        return false;
    }
}
