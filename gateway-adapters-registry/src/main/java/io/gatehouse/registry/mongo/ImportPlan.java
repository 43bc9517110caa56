package io.gatehouse.registry.mongo;

import java.util.List;
import java.util.Map;

/** What an import is to do, found against one generation. */
public final class ImportPlan {

    private final long generation;
    private final List<DocumentChange> changes;
    private final List<String> kept;
    private final Map<String, Integer> counts;

    ImportPlan(long generation, List<DocumentChange> changes, List<String> kept, Map<String, Integer> counts) {
        this.generation = generation;
        this.changes = List.copyOf(changes);
        this.kept = List.copyOf(kept);
        this.counts = Map.copyOf(counts);
    }

    /** Whether there is nothing to do. */
    public boolean isEmpty() {
        return changes.isEmpty();
    }

    /** One line for each document: {@code + tenants/acme} new, {@code ~} changed, {@code -} gone. */
    public List<String> lines() {
        return changes.stream().map(DocumentChange::toString).toList();
    }

    /** Documents of the database that the import does not have and leaves alone. */
    public List<String> kept() {
        return kept;
    }

    long generation() {
        return generation;
    }

    List<DocumentChange> changes() {
        return changes;
    }

    Map<String, Integer> counts() {
        return counts;
    }
}
