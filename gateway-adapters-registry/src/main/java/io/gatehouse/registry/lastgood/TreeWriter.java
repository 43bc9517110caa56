package io.gatehouse.registry.lastgood;

import io.gatehouse.configuration.Node;
import io.gatehouse.configuration.Origin;
import io.gatehouse.domain.registry.RegistryTree;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** Writes a tree with the places of all its pieces, so that messages and explanations name them as before. */
final class TreeWriter {

    private final DataOutputStream out;
    private final Map<String, Integer> sources = new HashMap<>();

    private TreeWriter(OutputStream out) {
        this.out = new DataOutputStream(out);
    }

    static void write(RegistryTree tree, OutputStream out) throws IOException {
        var writer = new TreeWriter(out);
        writer.text(tree.description());
        writer.out.writeInt(tree.parts().size());
        for (Node.Mapping part : tree.parts()) {
            writer.node(part);
        }
        writer.out.flush();
    }

    private void node(Node node) throws IOException {
        if (node instanceof Node.Mapping mapping) {
            out.writeByte(TreeFormat.MAPPING);
            origin(mapping.origin());
            out.writeInt(mapping.entries().size());
            for (Node.Entry entry : mapping.entries()) {
                text(entry.key());
                origin(entry.origin());
                node(entry.value());
            }
        } else if (node instanceof Node.Sequence sequence) {
            out.writeByte(TreeFormat.SEQUENCE);
            origin(sequence.origin());
            out.writeInt(sequence.items().size());
            for (Node item : sequence.items()) {
                node(item);
            }
        } else if (node instanceof Node.Scalar scalar) {
            out.writeByte(TreeFormat.SCALAR);
            origin(scalar.origin());
            text(scalar.text());
            text(scalar.kind().name());
            out.writeBoolean(scalar.hidden());
        }
    }

    /** A source is written out once and named by its number from then on. */
    private void origin(Origin origin) throws IOException {
        Integer known = sources.get(origin.source());
        out.writeInt(known == null ? sources.size() : known);
        if (known == null) {
            sources.put(origin.source(), sources.size());
            text(origin.source());
        }
        out.writeInt(origin.line());
        out.writeInt(origin.column());
    }

    private void text(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }
}
