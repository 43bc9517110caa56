package io.gatehouse.comparison;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.comparison.RegistryComparison.RegistrySide;
import io.gatehouse.compiler.SnapshotCompiler;
import io.gatehouse.compiler.document.RegistryDocumentReader;
import io.gatehouse.compiler.document.RegistryDocuments;
import io.gatehouse.configuration.Node;
import io.gatehouse.configuration.Origin;
import io.gatehouse.configuration.Problems;
import io.gatehouse.domain.registry.RegistryTree;
import io.gatehouse.domain.time.ManualClock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A side of a comparison, written as maps, lists and texts. */
final class WrittenRegistry {

    private static int line;

    private WrittenRegistry() {}

    /** The registry of these documents; every one stands on a line of its own. */
    static RegistrySide of(Map<String, ?> written) {
        var problems = new Problems();
        RegistryDocuments documents = RegistryDocumentReader.read(
                new RegistryTree("test", List.of((Node.Mapping) node(written)), List.of()), problems);
        assertThat(problems).hasToString("");
        return new RegistrySide(
                documents, new SnapshotCompiler(new ManualClock(), false).compile(documents, "test"), "dev");
    }

    private static Node node(Object value) {
        Origin here = new Origin("test", ++line, 1);
        if (value instanceof Map<?, ?> map) {
            var entries = new ArrayList<Node.Entry>();
            map.forEach((key, inner) -> entries.add(new Node.Entry(String.valueOf(key), here, node(inner))));
            return new Node.Mapping(here, entries);
        }
        if (value instanceof List<?> list) {
            return new Node.Sequence(
                    here, list.stream().map(WrittenRegistry::node).toList());
        }
        return new Node.Scalar(here, value.toString(), value instanceof Boolean ? Node.Kind.BOOLEAN : Node.Kind.TEXT);
    }
}
