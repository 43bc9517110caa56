package io.gatehouse.registry.yaml;

import io.gatehouse.configuration.Node;
import io.gatehouse.configuration.Origin;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Grows a mapping of our configuration; every piece says that it stands in the document that it was made of. */
public final class MappingBuilder {

    private final Origin origin;
    private final List<Node.Entry> entries = new ArrayList<>();

    public MappingBuilder(Origin origin) {
        this.origin = origin;
    }

    public boolean isEmpty() {
        return entries.isEmpty();
    }

    public MappingBuilder put(String key, Node value) {
        entries.add(new Node.Entry(key, value.origin(), value));
        return this;
    }

    /** Puts it there; null is left out, here and in all that follows. */
    public MappingBuilder put(String key, @Nullable MappingBuilder value) {
        return value == null ? this : put(key, value.node());
    }

    /** Puts it there, unless it is empty. */
    public MappingBuilder putFilled(String key, MappingBuilder value) {
        return value.isEmpty() ? this : put(key, value);
    }

    public MappingBuilder text(String key, @Nullable String value) {
        return value == null ? this : put(key, scalar(value, Node.Kind.TEXT));
    }

    /** A text that no message may repeat. */
    public MappingBuilder secret(String key, String value) {
        return put(key, new Node.Scalar(origin, value, Node.Kind.TEXT, true));
    }

    public MappingBuilder number(String key, @Nullable Long value) {
        return value == null ? this : put(key, scalar(value.toString(), Node.Kind.NUMBER));
    }

    public MappingBuilder flag(String key, boolean value) {
        return put(key, scalar(Boolean.toString(value), Node.Kind.BOOLEAN));
    }

    /** Says that something is off. */
    public MappingBuilder off(String key) {
        return put(key, scalar("null", Node.Kind.NULL));
    }

    public MappingBuilder texts(String key, Collection<String> values) {
        List<Node> items =
                values.stream().map(text -> scalar(text, Node.Kind.TEXT)).toList();
        return put(key, new Node.Sequence(origin, items));
    }

    public MappingBuilder list(String key, List<MappingBuilder> values) {
        List<Node> items = values.stream().map(value -> (Node) value.node()).toList();
        return put(key, new Node.Sequence(origin, items));
    }

    public Node.Mapping node() {
        return new Node.Mapping(origin, entries);
    }

    private Node scalar(String text, Node.Kind kind) {
        return new Node.Scalar(origin, text, kind);
    }
}
