package io.gatehouse.registry.mongo;

import io.gatehouse.compiler.document.RegistryHash;
import io.gatehouse.configuration.Node;
import io.gatehouse.domain.registry.RegistryTree;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What an import is to do, found against one generation. */
public final class ImportPlan {

    private final long generation;
    private final List<DocumentChange> changes;
    private final List<String> kept;
    private final Map<String, Integer> counts;

    private ImportPlan(long generation, List<DocumentChange> changes, List<String> kept, Map<String, Integer> counts) {
        this.generation = generation;
        this.changes = List.copyOf(changes);
        this.kept = List.copyOf(kept);
        this.counts = Map.copyOf(counts);
    }

    /**
     * What makes one registry of another.
     *
     * @param generation the one that was found; 0 if there was none
     * @param prune whether documents go that are wanted no more
     */
    static ImportPlan of(long generation, List<Node.Mapping> found, List<Node.Mapping> wanted, boolean prune) {
        Map<String, Map<String, Node>> before = documents(found);
        Map<String, Map<String, Node>> after = documents(wanted);
        var changes = new ArrayList<DocumentChange>();
        var kept = new ArrayList<String>();
        var counts = new LinkedHashMap<String, Integer>();
        for (String kind : Generations.KINDS) {
            Map<String, Node> old = before.getOrDefault(kind, Map.of());
            Map<String, Node> next = after.getOrDefault(kind, Map.of());
            int keptBefore = kept.size();
            next.forEach((name, node) -> {
                Node known = old.get(name);
                if (known == null || !hash(known).equals(hash(node))) {
                    changes.add(new DocumentChange(kind, name, node, known == null));
                }
            });
            old.keySet().stream().filter(name -> !next.containsKey(name)).forEach(name -> {
                if (prune) {
                    changes.add(new DocumentChange(kind, name, null, false));
                } else {
                    kept.add(kind + "/" + name);
                }
            });
            counts.put(kind, next.size() + kept.size() - keptBefore);
        }
        return new ImportPlan(generation, changes, kept, counts);
    }

    /** The documents of a registry's parts by kind and name. */
    private static Map<String, Map<String, Node>> documents(List<Node.Mapping> parts) {
        Map<String, Map<String, Node>> all = new HashMap<>();
        for (Node.Mapping part : parts) {
            for (Node.Entry entry : part.entries()) {
                if (RegistryTree.SECTIONS.contains(entry.key())) {
                    if (entry.value() instanceof Node.Mapping named) {
                        named.entries().forEach(inner -> put(all, entry.key(), inner));
                    }
                } else {
                    put(all, Generations.POLICY, entry);
                }
            }
        }
        return all;
    }

    private static void put(Map<String, Map<String, Node>> all, String kind, Node.Entry entry) {
        all.computeIfAbsent(kind, k -> new LinkedHashMap<>()).put(entry.key(), entry.value());
    }

    private static String hash(Node node) {
        var entry = new Node.Entry("x", node.origin(), node);
        var part = new Node.Mapping(node.origin(), List.of(entry));
        return RegistryHash.of(new RegistryTree("", List.of(part), List.of()));
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

    /**
     * What an import does to one document.
     *
     * @param kind its collection
     * @param name its name
     * @param next what it becomes; null if it goes
     * @param isNew whether it was not there before
     */
    record DocumentChange(
            String kind, String name, @Nullable Node next, boolean isNew) {

        /** Such as {@code + tenants/acme}. */
        @Override
        public String toString() {
            String sign = next == null ? "-" : isNew ? "+" : "~";
            return sign + " " + kind + "/" + name;
        }
    }
}
