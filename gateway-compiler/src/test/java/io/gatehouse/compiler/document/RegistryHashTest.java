package io.gatehouse.compiler.document;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.configuration.Node;
import io.gatehouse.configuration.Node.Entry;
import io.gatehouse.configuration.Node.Kind;
import io.gatehouse.configuration.Node.Mapping;
import io.gatehouse.configuration.Origin;
import io.gatehouse.domain.registry.RegistryTree;
import java.util.List;
import org.junit.jupiter.api.Test;

class RegistryHashTest {

    private static Node text(String text) {
        return new Node.Scalar(Origin.of("x"), text, Kind.TEXT);
    }

    private static Entry entry(String key, Node value) {
        return new Entry(key, Origin.of("y"), value);
    }

    private static Mapping mapping(Entry... entries) {
        return new Mapping(Origin.of("z"), List.of(entries));
    }

    private static String hash(Mapping... parts) {
        return RegistryHash.of(new RegistryTree("somewhere", List.of(parts), List.of()));
    }

    @Test
    void isTheSameHoweverItIsDividedAndOrdered() {
        Entry a = entry("a", mapping(entry("name", text("A")), entry("on", text("yes"))));
        Entry turned = entry("a", mapping(entry("on", text("yes")), entry("name", text("A"))));
        Entry b = entry("b", mapping(entry("name", text("B"))));
        String whole = hash(mapping(entry("tenants", mapping(a, b)), entry("ip-ban", text("1"))));

        assertThat(hash(
                        mapping(entry("ip-ban", text("1"))),
                        mapping(entry("tenants", mapping(b))),
                        mapping(entry("tenants", mapping(turned)))))
                .isEqualTo(whole)
                .matches("[0-9a-f]{16}");
    }

    @Test
    void differsWhereTheContentDoes() {
        String one = hash(mapping(entry("tenants", mapping(entry("a", text("x"))))));
        assertThat(hash(mapping(entry("tenants", mapping(entry("a", text("y")))))))
                .isNotEqualTo(one);
        assertThat(hash(mapping(entry("products", mapping(entry("a", text("x")))))))
                .isNotEqualTo(one);
        assertThat(hash(mapping(entry("tenants", mapping(entry("ax", text("")))))))
                .isNotEqualTo(one);
        Node off = new Node.Scalar(Origin.of("x"), "null", Kind.NULL);
        assertThat(hash(mapping(entry("a", off)))).isNotEqualTo(hash(mapping(entry("a", text("null")))));
        Node list = new Node.Sequence(Origin.of("x"), List.of(text("1"), text("2")));
        Node turned = new Node.Sequence(Origin.of("x"), List.of(text("2"), text("1")));
        assertThat(hash(mapping(entry("a", list)))).isNotEqualTo(hash(mapping(entry("a", turned))));
    }
}
