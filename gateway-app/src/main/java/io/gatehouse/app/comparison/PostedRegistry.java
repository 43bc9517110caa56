package io.gatehouse.app.comparison;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.gatehouse.configuration.Node;
import io.gatehouse.configuration.Problems;
import io.gatehouse.domain.registry.RegistryTree;
import io.gatehouse.registry.yaml.ReadingLimits;
import io.gatehouse.registry.yaml.TreeText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A registry on its way to a running gateway: one JSON object, its placeholders filled in. */
final class PostedRegistry {

    private static final String NAME = "posted.json";
    private static final JsonFactory JSON = new JsonFactory();

    private PostedRegistry() {}

    /** The registry in a body; placeholders are taken for text, so that nobody can have files of this machine read. */
    static RegistryTree read(byte[] body) {
        var problems = new Problems();
        Node.Mapping root = TreeText.written(NAME, body, ReadingLimits.REGISTRY, problems);
        return new RegistryTree("the posted registry", root == null ? List.of() : List.of(root), problems.list());
    }

    /** The body of a registry without problems. */
    static byte[] write(RegistryTree tree) {
        var body = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(body)) {
            json.writeStartObject();
            for (Map.Entry<String, List<Node.Entry>> section : sections(tree).entrySet()) {
                json.writeObjectFieldStart(section.getKey());
                entries(section.getValue(), json);
                json.writeEndObject();
            }
            for (Node.Mapping part : tree.parts()) {
                entries(
                        part.entries().stream()
                                .filter(entry -> !isSection(entry))
                                .toList(),
                        json);
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new IllegalStateException("memory cannot fail to be written", e);
        }
        return body.toByteArray();
    }

    private static boolean isSection(Node.Entry entry) {
        return RegistryTree.SECTIONS.contains(entry.key());
    }

    /** What several parts say in one section, together. */
    private static Map<String, List<Node.Entry>> sections(RegistryTree tree) {
        var sections = new LinkedHashMap<String, List<Node.Entry>>();
        for (Node.Mapping part : tree.parts()) {
            for (Node.Entry entry : part.entries()) {
                if (isSection(entry) && entry.value() instanceof Node.Mapping named) {
                    sections.computeIfAbsent(entry.key(), first -> new ArrayList<>())
                            .addAll(named.entries());
                }
            }
        }
        return sections;
    }

    private static void entries(List<Node.Entry> entries, JsonGenerator json) throws IOException {
        for (Node.Entry entry : entries) {
            json.writeFieldName(entry.key());
            node(entry.value(), json);
        }
    }

    private static void node(Node node, JsonGenerator json) throws IOException {
        if (node instanceof Node.Mapping mapping) {
            json.writeStartObject();
            entries(mapping.entries(), json);
            json.writeEndObject();
        } else if (node instanceof Node.Sequence sequence) {
            json.writeStartArray();
            for (Node item : sequence.items()) {
                node(item, json);
            }
            json.writeEndArray();
        } else if (node instanceof Node.Scalar scalar) {
            scalar(scalar, json);
        }
    }

    /** Numbers and texts mean the same to every key, so numbers keep the form in which they are written. */
    private static void scalar(Node.Scalar scalar, JsonGenerator json) throws IOException {
        String text = scalar.text();
        if (scalar.isNull()) {
            json.writeNull();
        } else if (scalar.kind() == Node.Kind.BOOLEAN && (text.equals("true") || text.equals("false"))) {
            json.writeBoolean(text.equals("true"));
        } else {
            json.writeString(text);
        }
    }
}
