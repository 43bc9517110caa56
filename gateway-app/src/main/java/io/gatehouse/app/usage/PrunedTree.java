package io.gatehouse.app.usage;

import io.gatehouse.app.usage.UnusedReport.Removal;
import io.gatehouse.compiler.document.PathPattern;
import io.gatehouse.configuration.MalformedValue;
import io.gatehouse.configuration.Node;
import io.gatehouse.domain.registry.RegistryTree;
import io.gatehouse.domain.service.VersionNumber;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A registry without some of its entries, and the patch (RFC 6902) that takes them out of it. */
final class PrunedTree {

    /** In the pointers of access rules: {@code products/P/packages/N/acl/SERVICE/VERSION/METHOD/PATH}, and alike below tenants. */
    private static final int ACL = 4;

    private static final int VERSION = 6;
    private static final int PATH = 8;

    /** What is to be taken out, by the next key; nothing below means this itself. */
    private static final class Cut {
        private final Map<String, Cut> below = new HashMap<>();
    }

    private final List<Removal> patch = new ArrayList<>();
    private final RegistryTree tree;

    /** Takes these entries out of a registry, each given by keys in their plain forms and indexes. */
    PrunedTree(RegistryTree whole, Collection<List<String>> pointers) {
        var root = new Cut();
        for (List<String> pointer : pointers) {
            Cut at = root;
            for (String key : pointer) {
                at = at.below.computeIfAbsent(key, first -> new Cut());
            }
        }
        List<Node.Mapping> parts = whole.parts().stream()
                .map(part -> (Node.Mapping) without(part, root, List.of()))
                .toList();
        tree = new RegistryTree(whole.description() + " without what is unused", parts, whole.problems());
        // Indexes are those of lists from which what stands behind has been taken out before.
        Collections.reverse(patch);
    }

    RegistryTree tree() {
        return tree;
    }

    List<Removal> patch() {
        return patch;
    }

    private Node without(Node node, Cut cut, List<String> pointer) {
        if (node instanceof Node.Mapping mapping) {
            var kept = new ArrayList<Node.Entry>();
            for (Node.Entry entry : mapping.entries()) {
                Cut here = cut.below.get(plain(entry.key(), pointer));
                List<String> path = with(pointer, entry.key());
                if (here == null) {
                    kept.add(entry);
                } else if (here.below.isEmpty()) {
                    remove(path);
                } else {
                    kept.add(new Node.Entry(entry.key(), entry.origin(), without(entry.value(), here, path)));
                }
            }
            return new Node.Mapping(mapping.origin(), kept);
        }
        if (node instanceof Node.Sequence sequence) {
            var kept = new ArrayList<Node>();
            for (int n = 0; n < sequence.items().size(); n++) {
                String index = Integer.toString(n);
                if (cut.below.containsKey(index)) {
                    remove(with(pointer, index));
                } else {
                    kept.add(sequence.items().get(n));
                }
            }
            return new Node.Sequence(sequence.origin(), kept);
        }
        return node;
    }

    private void remove(List<String> path) {
        var pointer = new StringBuilder();
        path.forEach(key -> pointer.append('/').append(key.replace("~", "~0").replace("/", "~1")));
        patch.add(new Removal("remove", pointer.toString()));
    }

    private static List<String> with(List<String> pointer, String key) {
        var longer = new ArrayList<>(pointer);
        longer.add(key);
        return longer;
    }

    /** Versions and paths may be written in several ways. */
    private static String plain(String key, List<String> pointer) {
        boolean rule = pointer.size() > ACL && pointer.get(ACL).equals("acl");
        try {
            if (rule && pointer.size() == VERSION) {
                return VersionNumber.parse(key).toString();
            }
            return rule && pointer.size() == PATH ? PathPattern.parse(key).text() : key;
        } catch (MalformedValue other) {
            return key;
        }
    }
}
