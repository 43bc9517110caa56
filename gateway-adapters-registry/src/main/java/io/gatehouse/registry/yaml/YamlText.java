package io.gatehouse.registry.yaml;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import io.gatehouse.configuration.Node;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A tree as YAML text that reads back as the same tree. Texts are in quotes, so that nothing can take them for anything else;
 * whole numbers and booleans are not.
 */
public final class YamlText {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final ObjectMapper YAML = new ObjectMapper(YAMLFactory.builder()
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .disable(YAMLGenerator.Feature.SPLIT_LINES)
            .enable(YAMLGenerator.Feature.INDENT_ARRAYS_WITH_INDICATOR)
            .build());

    private static final Pattern WHOLE = Pattern.compile("0|-?[1-9][0-9]{0,17}");

    private YamlText() {}

    /** The text; a key that stands in a mapping twice is written once, with its last value. */
    public static String of(Node.Mapping tree) {
        try {
            return YAML.writeValueAsString(json(tree));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree that cannot be written", e);
        }
    }

    private static JsonNode json(Node node) {
        if (node instanceof Node.Mapping mapping) {
            var object = NODES.objectNode();
            mapping.entries().forEach(entry -> object.set(entry.key(), json(entry.value())));
            return object;
        }
        if (node instanceof Node.Sequence sequence) {
            var array = NODES.arrayNode();
            sequence.items().forEach(item -> array.add(json(item)));
            return array;
        }
        return single(plain((Node.Scalar) node));
    }

    private static JsonNode single(@Nullable Object value) {
        if (value instanceof Boolean flag) {
            return NODES.booleanNode(flag);
        }
        if (value instanceof Long number) {
            return NODES.numberNode(number);
        }
        return value == null ? NODES.nullNode() : NODES.textNode(value.toString());
    }

    /**
     * The value of a scalar, for notations that know types: a {@link Boolean}, a {@link Long} or a {@link String}; null for a written
     * null. What would not come back as it was written stays a text; it means the same.
     */
    public static @Nullable Object plain(Node.Scalar scalar) {
        String text = scalar.text();
        return switch (scalar.kind()) {
            case NULL -> null;
            case BOOLEAN -> text.equals("true") || text.equals("false") ? (Object) text.equals("true") : text;
            case NUMBER -> WHOLE.matcher(text).matches() ? (Object) Long.valueOf(text) : text;
            case TEXT -> text;
        };
    }
}
