package io.gatehouse.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.compiler.document.RegistryDocumentReader;
import io.gatehouse.configuration.Node;
import io.gatehouse.configuration.Problems;
import io.gatehouse.domain.registry.RegistryTree;
import io.gatehouse.registry.yaml.ReadingLimits;
import io.gatehouse.registry.yaml.TreeText;
import java.util.List;
import java.util.Map;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;

class PathEntriesTest {

    private static final String REGISTRY = """
            services:
              orders:
                routes:
                  - { path: /api }
                  - { path: /api/v1, version: "1", strip: true }
                  - { path: /api/v1, host: shop.example, version: "2" }
                methods: [POST, GET]
                versions:
                  "1": { hosts: ["http://h1:9001"], requires: [] }
                  "2": { hosts: [{ url: "http://h2:9002", weight: 3 }], requires: { any-of: [token, key] } }
            """;

    private final List<PathEntries.PathEntry> entries = read();

    @Test
    void listsRoutesAsTheyWinAndThenNames() {
        assertThat(entries)
                .extracting(
                        PathEntries.PathEntry::path,
                        PathEntries.PathEntry::host,
                        PathEntries.PathEntry::version,
                        PathEntries.PathEntry::pinned)
                .containsExactly(
                        Tuple.tuple("/api/v1", "shop.example", "2", true),
                        Tuple.tuple("/api/v1", "*", "1", true),
                        Tuple.tuple("/api", "*", "2", false),
                        Tuple.tuple("/orders", "*", "2", false),
                        Tuple.tuple("/orders/v1", "*", "1", true),
                        Tuple.tuple("/orders/v2", "*", "2", true));
    }

    @Test
    void tellsWhatThePathDemandsAndWhereItLeads() {
        PathEntries.PathEntry newest = entries.get(3);

        assertThat(newest.methods()).containsExactly("GET", "POST");
        assertThat(newest.requires()).containsExactly("key", "token");
        assertThat(newest.anyOf()).isTrue();
        assertThat(newest.hosts()).containsExactly("http://h2:9002 x3");
        assertThat(newest.strip()).isTrue();
        assertThat(entries.get(2).strip()).isFalse();
    }

    private static List<PathEntries.PathEntry> read() {
        var problems = new Problems();
        Node.Mapping tree = TreeText.read("registry", REGISTRY, Map.of(), ReadingLimits.REGISTRY, problems);
        var documents = RegistryDocumentReader.read(new RegistryTree("test", List.of(tree), List.of()), problems);
        assertThat(problems.isEmpty()).as("%s", problems).isTrue();
        return PathEntries.of(documents);
    }
}
