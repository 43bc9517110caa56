package io.gatehouse.domain.identity;

import java.util.Set;

/**
 * A user whose token was found good.
 *
 * @param id who it is, unique for whoever issues the tokens; never empty
 * @param groups the groups the user is in
 */
public record User(String id, Set<String> groups) {

    public User {
        groups = Set.copyOf(groups);
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
