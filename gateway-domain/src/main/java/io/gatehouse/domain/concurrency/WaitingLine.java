package io.gatehouse.domain.concurrency;

import io.gatehouse.domain.tenancy.Priority;
import java.util.ArrayDeque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Who waits: the more important first, and of equals one of each tenant in turn. Keeps nothing of tenants of whom nobody waits. For use
 * by one thread at a time.
 */
final class WaitingLine<T extends WaitingLine.Waiting> {

    private static final List<Priority> MOST_IMPORTANT_FIRST = List.of(Priority.HIGH, Priority.NORMAL, Priority.LOW);

    private final Map<Priority, Rank<T>> ranks = new EnumMap<>(Priority.class);
    private final Map<String, Integer> ofTenants = new HashMap<>();
    private int size;

    /** One who waits. */
    interface Waiting {

        /** Whose place it takes; empty for callers without a key, who are one tenant. */
        String tenant();

        /** How important it is. */
        Priority priority();
    }

    /** Those of one priority: tenants in turn, and theirs in the order in which they came. */
    private record Rank<T>(Map<String, ArrayDeque<T>> byTenant, ArrayDeque<String> turns) {}

    WaitingLine() {
        for (Priority priority : Priority.values()) {
            ranks.put(priority, new Rank<>(new HashMap<>(), new ArrayDeque<>()));
        }
    }

    int size() {
        return size;
    }

    /** How many of this tenant wait. */
    int of(String tenant) {
        return ofTenants.getOrDefault(tenant, 0);
    }

    void add(T one) {
        Rank<T> rank = rank(one.priority());
        ArrayDeque<T> line = rank.byTenant.get(one.tenant());
        if (line == null) {
            line = new ArrayDeque<>();
            rank.byTenant.put(one.tenant(), line);
            rank.turns.add(one.tenant());
        }
        line.add(one);
        ofTenants.merge(one.tenant(), 1, Integer::sum);
        size++;
    }

    /** Whose turn it is; null if nobody waits. */
    @Nullable
    T first() {
        for (Priority priority : MOST_IMPORTANT_FIRST) {
            Rank<T> rank = rank(priority);
            if (!rank.turns.isEmpty()) {
                return line(rank, rank.turns.getFirst()).getFirst();
            }
        }
        return null;
    }

    /** Who goes for somebody of this priority: the one who came last of the least important; null if nobody is less important. */
    @Nullable
    T last(Priority than) {
        for (Priority priority : Priority.values()) {
            Rank<T> rank = rank(priority);
            if (priority.compareTo(than) >= 0) {
                return null;
            }
            if (!rank.turns.isEmpty()) {
                return line(rank, rank.turns.getLast()).getLast();
            }
        }
        return null;
    }

    /** Takes out whose turn it is; the next of its tenant comes behind those of the others. */
    void takeFirst() {
        T one = first();
        if (one != null) {
            Rank<T> rank = rank(one.priority());
            String tenant = rank.turns.removeFirst();
            ArrayDeque<T> line = line(rank, tenant);
            line.removeFirst();
            if (line.isEmpty()) {
                rank.byTenant.remove(tenant);
            } else {
                rank.turns.addLast(tenant);
            }
            left(one);
        }
    }

    /** Takes out one who waits no longer. */
    void remove(T one) {
        Rank<T> rank = rank(one.priority());
        ArrayDeque<T> line = rank.byTenant.get(one.tenant());
        if (line != null && line.remove(one)) {
            if (line.isEmpty()) {
                rank.byTenant.remove(one.tenant());
                rank.turns.remove(one.tenant());
            }
            left(one);
        }
    }

    private void left(T one) {
        size--;
        ofTenants.computeIfPresent(one.tenant(), (tenant, count) -> count == 1 ? null : Integer.valueOf(count - 1));
    }

    private Rank<T> rank(Priority priority) {
        return Objects.requireNonNull(ranks.get(priority));
    }

    private static <T> ArrayDeque<T> line(Rank<T> rank, String tenant) {
        return Objects.requireNonNull(rank.byTenant.get(tenant));
    }
}
