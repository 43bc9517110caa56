package io.gatehouse.registry.mongo;

import com.mongodb.client.MongoDatabase;
import io.gatehouse.configuration.Node;
import io.gatehouse.domain.registry.RegistryHash;
import io.gatehouse.domain.registry.RegistrySource;
import io.gatehouse.domain.registry.RegistryTree;
import io.gatehouse.domain.registry.RegistryUnavailable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * The registry in a MongoDB database: as a source, and to be written from the trees of another source. Placeholders are stored as
 * they are written, so that secrets need not lie in the database; they are filled in when a gateway reads.
 */
public final class MongoRegistry {

    private static final Duration DEADLINE = Duration.ofSeconds(10);

    private final StoredRegistry stored;
    private final MongoRegistrySource source;

    /**
     * The registry in this database.
     *
     * @param environment the variables that placeholders may name
     */
    public MongoRegistry(MongoDatabase database, Map<String, String> environment) {
        this(database, environment, System::nanoTime);
    }

    MongoRegistry(MongoDatabase database, Map<String, String> environment, LongSupplier nanoTime) {
        this.stored = new StoredRegistry(database, DEADLINE, new HandEdits(nanoTime));
        this.source = new MongoRegistrySource(stored, environment);
    }

    /** The source that gateways read. */
    public RegistrySource source() {
        return source;
    }

    /** What is stored, its placeholders left as they are. */
    public RegistryTree written() throws RegistryUnavailable {
        return source.written();
    }

    /**
     * What would have to be done so that what is stored is what this tree says.
     *
     * @param prune whether documents that the tree does not have go
     */
    public ImportPlan plan(RegistryTree wanted, boolean prune) throws RegistryUnavailable {
        boolean isFirst = stored.isEmpty();
        StoredRegistry.Content content = isFirst ? null : stored.read();
        Map<String, Map<String, Node>> before =
                isFirst ? Map.of() : Sections.of(source.written().parts());
        Map<String, Map<String, Node>> after = Sections.of(wanted.parts());
        var changes = new ArrayList<DocumentChange>();
        var kept = new ArrayList<String>();
        var counts = new LinkedHashMap<String, Integer>();
        for (String kind : Kinds.ALL) {
            Map<String, Node> old = before.getOrDefault(kind, Map.of());
            Map<String, Node> next = after.getOrDefault(kind, Map.of());
            int count = next.size();
            next.forEach((name, node) -> {
                Node known = old.get(name);
                if (known == null || !same(known, node)) {
                    changes.add(new DocumentChange(kind, name, node, known == null));
                }
            });
            for (String name : old.keySet()) {
                if (!next.containsKey(name)) {
                    if (prune) {
                        changes.add(new DocumentChange(kind, name, null, false));
                    } else {
                        kept.add(kind + "/" + name);
                        count++;
                    }
                }
            }
            counts.put(kind, count);
        }
        return new ImportPlan(content == null ? 0 : content.generation(), changes, kept, counts);
    }

    /** Carries a plan out; fails if the database has changed since the plan was made. */
    public void carryOut(ImportPlan plan) throws RegistryUnavailable {
        new RegistryImport(stored).apply(plan.generation(), plan.changes(), plan.counts());
    }

    private static boolean same(Node one, Node other) {
        return hash(one).equals(hash(other));
    }

    private static String hash(Node node) {
        var entry = new Node.Entry("x", node.origin(), node);
        var part = new Node.Mapping(node.origin(), List.of(entry));
        return RegistryHash.of(new RegistryTree("", List.of(part), List.of()));
    }
}
