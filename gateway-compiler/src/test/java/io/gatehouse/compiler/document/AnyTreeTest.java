package io.gatehouse.compiler.document;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.configuration.Node;
import io.gatehouse.configuration.Origin;
import io.gatehouse.configuration.Problems;
import io.gatehouse.domain.registry.RegistryTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever tree a source makes up, it is read without an exception. */
class AnyTreeTest {

    private static final List<String> WORDS = List.of(
            "services",
            "products",
            "tenants",
            "throttling",
            "cors",
            "token",
            "orders",
            "versions",
            "1",
            "hosts",
            "url",
            "requires",
            "any-of",
            "acl",
            "access",
            "apis",
            "get",
            "/items/:id",
            "packages",
            "basic",
            "applications",
            "keys",
            "value",
            "hash",
            "devices",
            "allow",
            "deny",
            "major",
            "min",
            "strategies",
            "public",
            "off",
            "true",
            "false",
            "",
            "10",
            "60s",
            "http://h",
            "shop/basic",
            "*",
            "key",
            "maintenance",
            "on",
            "name",
            "package",
            "opaque",
            "routes");

    private static final List<Node.Kind> KINDS = List.of(Node.Kind.values());

    @Test
    void isReadOrRefused() {
        for (long seed = 1; seed <= 20_000; seed++) {
            Random random = new Random(seed);
            Node.Mapping part = (Node.Mapping) mapping(random, 0);
            Problems problems = new Problems();
            try {
                RegistryDocumentReader.read(new RegistryTree("test", List.of(part, part), List.of()), problems);
                assertThat(problems.toString()).isNotNull();
                assertThat(problems.warnings()).isNotNull();
            } catch (RuntimeException | Error e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }

    @Test
    void mayBeVeryDeep() {
        Origin origin = Origin.of("deep");
        Node node = new Node.Scalar(origin, "x", Node.Kind.TEXT);
        for (int i = 0; i < 200_000; i++) {
            node = new Node.Mapping(origin, List.of(new Node.Entry("services", origin, node)));
        }
        Problems problems = new Problems();
        RegistryDocumentReader.read(new RegistryTree("deep", List.of((Node.Mapping) node), List.of()), problems);
        assertThat(problems.isEmpty()).isFalse();
    }

    private static Node node(Random random, int depth) {
        int kind = random.nextInt(depth > 9 ? 2 : 6);
        if (kind < 2) {
            Node.Kind scalar = KINDS.get(random.nextInt(KINDS.size()));
            return new Node.Scalar(origin(depth), word(random), scalar);
        }
        if (kind == 2) {
            List<Node> items = new ArrayList<>();
            for (int i = random.nextInt(3); i > 0; i--) {
                items.add(node(random, depth + 1));
            }
            return new Node.Sequence(origin(depth), items);
        }
        return mapping(random, depth);
    }

    private static Node mapping(Random random, int depth) {
        List<Node.Entry> entries = new ArrayList<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            entries.add(new Node.Entry(word(random), origin(depth), node(random, depth + 1)));
        }
        return new Node.Mapping(origin(depth), entries);
    }

    private static String word(Random random) {
        return WORDS.get(random.nextInt(WORDS.size()));
    }

    private static Origin origin(int depth) {
        return new Origin("test", depth + 1, 1);
    }
}
