package io.gatehouse.domain.identity;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A user whose token was found good.
 *
 * @param id who it is, unique for whoever issues the tokens; never empty
 * @param groups the groups the user is in, in order, each once
 * @param record what a store of users says besides; null if none was asked
 */
public record User(String id, List<String> groups, @Nullable UserRecord record) {

    public User {
        // Put in order, as names are chosen by others: those of a hash set may collide.
        groups = List.copyOf(new TreeSet<>(groups));
    }

    /** A user who is in these groups. */
    public User(String id, Collection<String> groups) {
        this(id, List.copyOf(groups), null);
    }

    /** Without the record, which is personal. */
    @Override
    public String toString() {
        return "User[id=" + id + ", groups=" + groups + "]";
    }

    /** Whether the user is in at least one of these groups. */
    public boolean inAnyOf(Set<String> some) {
        for (String group : some) {
            if (Collections.binarySearch(groups, group) >= 0) {
                return true;
            }
        }
        return false;
    }
}
