package io.gatehouse.registry.mongo;

import io.gatehouse.configuration.Node;
import io.gatehouse.configuration.Origin;
import io.gatehouse.configuration.Problems;
import io.gatehouse.domain.registry.RegistrySource;
import io.gatehouse.domain.registry.RegistryTree;
import io.gatehouse.domain.registry.RegistryUnavailable;
import io.gatehouse.registry.yaml.TreePlaceholders;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bson.Document;

/** The registry in a MongoDB database: the current generation, its placeholders filled in. */
final class MongoRegistrySource implements RegistrySource {

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
                .map(part -> TreePlaceholders.fill(part, environment, problems))
                .toList();
        return new RegistryTree(written.description(), filled, problems.list(), written.mark());
    }

    /** The same as it is stored, placeholders and all. */
    RegistryTree written() throws RegistryUnavailable {
        StoredRegistry.Content content = stored.read();
        var problems = new Problems();
        var parts = new ArrayList<Node.Mapping>();
        content.documents().forEach((kind, named) -> {
            var entries = new ArrayList<Node.Entry>();
            named.forEach((name, document) -> entries.add(entry(kind, name, document, problems)));
            if (!entries.isEmpty()) {
                Origin origin = Origin.of(kind);
                var mapping = new Node.Mapping(origin, entries);
                parts.add(
                        kind.equals(Kinds.POLICY)
                                ? mapping
                                : new Node.Mapping(origin, List.of(new Node.Entry(kind, origin, mapping))));
            }
        });
        return new RegistryTree(stored.description(), parts, problems.list(), content.mark());
    }

    private static Node.Entry entry(String kind, String name, Document document, Problems problems) {
        Origin origin = Origin.of(kind + "/" + name);
        return new Node.Entry(name, origin, new BsonTree(origin, problems).of(document.get(Generations.CONTENT)));
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
