package io.gatehouse.registry.mongo;

import com.mongodb.client.MongoDatabase;
import io.gatehouse.configuration.Node;
import io.gatehouse.configuration.Origin;
import io.gatehouse.configuration.Problems;
import io.gatehouse.domain.registry.RegistrySource;
import io.gatehouse.domain.registry.RegistryTree;
import io.gatehouse.domain.registry.RegistryUnavailable;
import io.gatehouse.registry.yaml.TreeText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.bson.Document;

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
        StoredRegistry.Content content = stored.isEmpty() ? null : stored.read();
        return content == null
                ? ImportPlan.of(0, List.of(), wanted.parts(), prune)
                : ImportPlan.of(content.generation(), source.tree(content).parts(), wanted.parts(), prune);
    }

    /** Carries a plan out; fails if the database has changed since the plan was made. */
    public void carryOut(ImportPlan plan) throws RegistryUnavailable {
        new RegistryImport(stored).apply(plan.generation(), plan.changes(), plan.counts());
    }

    /** The registry in a MongoDB database: the current generation, its placeholders filled in. */
    private static final class MongoRegistrySource implements RegistrySource {

        private final StoredRegistry stored;
        private final Map<String, String> environment;

        MongoRegistrySource(StoredRegistry stored, Map<String, String> environment) {
            this.stored = stored;
            this.environment = Map.copyOf(environment);
        }

        @Override
        public RegistryTree read() throws RegistryUnavailable {
            RegistryTree written = written();
            var problems = new Problems();
            written.problems().forEach(problems::add);
            List<Node.Mapping> filled = written.parts().stream()
                    .map(part -> TreeText.fill(part, environment, problems))
                    .toList();
            return new RegistryTree(written.description(), filled, problems.list(), written.mark());
        }

        /** The same as it is stored, placeholders and all. */
        RegistryTree written() throws RegistryUnavailable {
            return tree(stored.read());
        }

        RegistryTree tree(StoredRegistry.Content content) {
            var problems = new Problems();
            var parts = new ArrayList<Node.Mapping>();
            content.documents().forEach((kind, named) -> {
                var entries = new ArrayList<Node.Entry>();
                named.forEach((name, document) -> entries.add(entry(kind, name, document, problems)));
                if (!entries.isEmpty()) {
                    Origin origin = Origin.of(kind);
                    var mapping = new Node.Mapping(origin, entries);
                    parts.add(
                            kind.equals(Generations.POLICY)
                                    ? mapping
                                    : new Node.Mapping(origin, List.of(new Node.Entry(kind, origin, mapping))));
                }
            });
            return new RegistryTree(stored.description(), parts, problems.list(), content.mark());
        }

        private static Node.Entry entry(String kind, String name, Document document, Problems problems) {
            Origin origin = StoredDocuments.origin(kind, name);
            return new Node.Entry(name, origin, new BsonTree(origin, problems).read(document.get(Generations.CONTENT)));
        }

        @Override
        public String mark() throws RegistryUnavailable {
            return stored.mark();
        }

        @Override
        public Hints hint(Runnable changed) {
            return ChangeHints.open(stored.listening(), () -> {
                stored.suspectEdits();
                changed.run();
            });
        }
    }
}
