package io.gatehouse.compiler;

import io.gatehouse.configuration.Node;
import io.gatehouse.configuration.Origin;
import io.gatehouse.domain.registry.RegistryTree;
import java.util.ArrayList;
import java.util.List;

/** A small registry that uses every kind of value, for sources that can be given any documents. */
public final class SampleRegistry {

    private static final Origin PLACE = Origin.of("sample");

    private SampleRegistry() {}

    /** The registry; {@code name} is what people call its tenant. */
    public static RegistryTree tree(String name) {
        Node version = map(
                "hosts",
                list(text("http://127.0.0.1:9001"), map("url", text("http://127.0.0.1:9002"), "weight", number("3"))),
                "requires",
                list(text("key")));
        Node orders = map(
                "max-body-size",
                text("1MB"),
                "inject-soajs",
                bool("true"),
                "circuit-breaker",
                off(),
                "versions",
                map("1", version, "1.10", version));
        Node acl = map(
                "orders",
                map(
                        "1.10",
                        map(
                                "access",
                                bool("false"),
                                "apis",
                                text("restricted"),
                                "get",
                                map("/items", map(), "/items/:id", map("access", list(text("admin")))))));
        Node keys = map(
                "web",
                map("value", text("secret-key"), "environment", text("dev"), "expires", text("2030-01-01T00:00:00Z")));
        Node tenant =
                map("name", text(name), "applications", map("app", map("package", text("shop/basic"), "keys", keys)));
        Node.Mapping all = map(
                "services", map("orders", orders),
                "products", map("shop", map("packages", map("basic", map("acl", acl)))),
                "tenants", map("acme", tenant),
                "ip-ban", list(text("203.0.113.7"), text("198.51.100.0/24")),
                "maintenance", map("on", bool("false"), "status", number("503"), "message", text("Back at noon")));
        return new RegistryTree("sample", List.of(all), List.of());
    }

    private static Node.Mapping map(Object... keysAndValues) {
        var entries = new ArrayList<Node.Entry>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            entries.add(new Node.Entry((String) keysAndValues[i], PLACE, (Node) keysAndValues[i + 1]));
        }
        return new Node.Mapping(PLACE, entries);
    }

    private static Node list(Node... items) {
        return new Node.Sequence(PLACE, List.of(items));
    }

    private static Node text(String text) {
        return new Node.Scalar(PLACE, text, Node.Kind.TEXT);
    }

    private static Node number(String text) {
        return new Node.Scalar(PLACE, text, Node.Kind.NUMBER);
    }

    private static Node bool(String text) {
        return new Node.Scalar(PLACE, text, Node.Kind.BOOLEAN);
    }

    private static Node off() {
        return new Node.Scalar(PLACE, "null", Node.Kind.NULL);
    }
}
