package io.gatehouse.compiler.document;

import io.gatehouse.configuration.ConfigPath;
import io.gatehouse.configuration.Node;
import io.gatehouse.configuration.SelfReading;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a caller must present: every one of the credentials, or at least one of them. Empty means nothing.
 *
 * @param anyOf whether one is enough
 */
@SelfReading(name = "requirement", expected = "a list of key, token and certificate, or {any-of: [key, token]}")
public record Requirement(Set<Credential> credentials, boolean anyOf) {

    /** Nothing has to be presented. */
    public static final Requirement NOTHING = new Requirement(Set.of(), false);

    /** A key has to be presented. */
    static final Requirement KEY = new Requirement(Set.of(Credential.KEY), false);

    private static final Map<String, Credential> WORDS =
            Map.of("key", Credential.KEY, "token", Credential.TOKEN, "certificate", Credential.CERTIFICATE);
    private static final String EXPECTED = "a list of key, token and certificate, or {any-of: [key, token]}";

    public Requirement {
        credentials = Set.copyOf(credentials);
    }

    static @Nullable Requirement read(Node node, ConfigPath place) {
        if (node instanceof Node.Sequence list) {
            return list(list, place, false);
        }
        boolean single = node instanceof Node.Mapping mapping
                && mapping.entries().size() == 1
                && mapping.entries().get(0).key().equals("any-of");
        if (single && node instanceof Node.Mapping mapping) {
            Node.Entry entry = mapping.entries().get(0);
            ConfigPath here = place.key(entry.key(), entry.origin());
            if (entry.value() instanceof Node.Sequence list && !list.items().isEmpty()) {
                return list(list, here, true);
            }
            here.refuse(entry.value(), "a list of key and token");
            return null;
        }
        place.refuse(node, EXPECTED);
        return null;
    }

    private static @Nullable Requirement list(Node.Sequence list, ConfigPath place, boolean anyOf) {
        Set<Credential> credentials = new LinkedHashSet<>();
        boolean good = true;
        for (int i = 0; i < list.items().size(); i++) {
            Node item = list.items().get(i);
            Credential credential = item instanceof Node.Scalar scalar ? WORDS.get(scalar.text()) : null;
            boolean fits = credential != null && !(anyOf && credential == Credential.CERTIFICATE);
            if (!fits || !credentials.add(credential)) {
                place.item(i, item.origin())
                        .refuse(
                                item,
                                anyOf ? "key or token, each only once" : "key, token or certificate, each only once");
                good = false;
            }
        }
        return good ? new Requirement(credentials, anyOf) : null;
    }

    static Map<String, Object> schema() {
        Map<String, Object> list = list(List.of("key", "token", "certificate"));
        Map<String, Object> anyOf = Map.of(
                "type",
                "object",
                "properties",
                Map.of("any-of", list(List.of("key", "token"))),
                "required",
                List.of("any-of"),
                "additionalProperties",
                false);
        return Map.of("title", "requirement", "anyOf", List.of(list, anyOf));
    }

    private static Map<String, Object> list(List<String> words) {
        return Map.of("type", "array", "items", Map.of("enum", words), "uniqueItems", true);
    }

    /** What a service version may ask for. */
    public enum Credential {
        KEY,
        TOKEN,
        /** Of the client, proved in the handshake of its connection. */
        CERTIFICATE
    }
}
