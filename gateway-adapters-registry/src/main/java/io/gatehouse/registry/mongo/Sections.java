package io.gatehouse.registry.mongo;

import io.gatehouse.configuration.Node;
import io.gatehouse.domain.registry.RegistryTree;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The documents of a registry's parts by kind and name. */
final class Sections {

    private Sections() {}

    static Map<String, Map<String, Node>> of(List<Node.Mapping> parts) {
        Map<String, Map<String, Node>> all = new HashMap<>();
        for (Node.Mapping part : parts) {
            for (Node.Entry entry : part.entries()) {
                if (RegistryTree.SECTIONS.contains(entry.key())) {
                    if (entry.value() instanceof Node.Mapping named) {
                        named.entries().forEach(inner -> put(all, entry.key(), inner));
                    }
                } else {
                    put(all, Kinds.POLICY, entry);
                }
            }
        }
        return all;
    }

    private static void put(Map<String, Map<String, Node>> all, String kind, Node.Entry entry) {
        all.computeIfAbsent(kind, k -> new LinkedHashMap<>()).put(entry.key(), entry.value());
    }
}
