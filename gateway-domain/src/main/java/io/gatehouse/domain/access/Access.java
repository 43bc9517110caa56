package io.gatehouse.domain.access;

import io.gatehouse.configuration.ConfigPath;
import io.gatehouse.configuration.Node;
import io.gatehouse.configuration.SelfReading;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an access rule demands: nothing ({@code false}), any user ({@code true}), or a user in one of some groups
 * ({@code [groups]}). That a rule says nothing is not among these: then the next level decides.
 */
@SelfReading(name = "access", expected = "false (public), true (any user) or a list of groups")
public sealed interface Access {

    String EXPECTED = "false (public), true (any user) or a list of groups";

    /** No user is needed. */
    record Everybody() implements Access {}

    /** Any user who is logged in. */
    record AnyUser() implements Access {}

    /** All rules that are open to everybody share this one. */
    Access EVERYBODY = new Everybody();

    /** All rules that ask for any user share this one. */
    Access ANY_USER = new AnyUser();

    /** A user who is in at least one of these groups; there is at least one. */
    record MemberOf(Set<String> groups) implements Access {
        public MemberOf {
            groups = Set.copyOf(groups);
        }
    }

    static @Nullable Access read(Node node, ConfigPath place) {
        if (node instanceof Node.Scalar scalar && scalar.text().equals("false")) {
            return EVERYBODY;
        }
        if (node instanceof Node.Scalar scalar && scalar.text().equals("true")) {
            return ANY_USER;
        }
        if (!(node instanceof Node.Sequence list) || list.items().isEmpty()) {
            place.refuse(node, EXPECTED);
            return null;
        }
        Set<String> groups = new LinkedHashSet<>();
        boolean good = true;
        for (int i = 0; i < list.items().size(); i++) {
            Node item = list.items().get(i);
            boolean text = item instanceof Node.Scalar scalar
                    && (scalar.kind() == Node.Kind.TEXT || scalar.kind() == Node.Kind.NUMBER)
                    && !scalar.text().isEmpty()
                    && groups.add(scalar.text());
            if (!text) {
                place.item(i, item.origin()).refuse(item, "the name of a group, each only once");
                good = false;
            }
        }
        return good ? new MemberOf(groups) : null;
    }

    static Map<String, Object> schema() {
        Map<String, Object> groups = Map.of("type", "array", "items", Map.of("type", "string"), "minItems", 1);
        return Map.of("title", "access", "anyOf", List.of(Map.of("type", "boolean"), groups));
    }
}
