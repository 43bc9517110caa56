package io.gatehouse.registry.lastgood;

import io.gatehouse.configuration.Node;
import io.gatehouse.configuration.Origin;
import io.gatehouse.domain.registry.RegistryTree;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A tree as bytes, with the places of all its pieces, so that messages and explanations name them as before. */
final class TreeFormat {

    private static final int MAPPING = 1;
    private static final int SEQUENCE = 2;
    private static final int SCALAR = 3;

    private TreeFormat() {}

    static void write(RegistryTree tree, OutputStream out) throws IOException {
        var writer = new Writer(out);
        writer.text(tree.description());
        writer.out.writeInt(tree.parts().size());
        for (Node.Mapping part : tree.parts()) {
            writer.node(part);
        }
        writer.out.flush();
    }

    /** Reads what was written. Its bytes have been checked, so it only has to be understood. */
    static RegistryTree read(InputStream in) throws IOException {
        var parser = new Parser(in);
        String description = parser.text();
        int count = parser.in.readInt();
        var parts = new ArrayList<Node.Mapping>();
        for (int i = 0; i < count; i++) {
            if (!(parser.node() instanceof Node.Mapping part)) {
                throw new IOException("a part that is no mapping");
            }
            parts.add(part);
        }
        return new RegistryTree(description, parts, List.of());
    }

    private static final class Writer {

        private final DataOutputStream out;
        private final Map<String, Integer> sources = new HashMap<>();

        private Writer(OutputStream out) {
            this.out = new DataOutputStream(out);
        }

        private void node(Node node) throws IOException {
            if (node instanceof Node.Mapping mapping) {
                out.writeByte(MAPPING);
                origin(mapping.origin());
                out.writeInt(mapping.entries().size());
                for (Node.Entry entry : mapping.entries()) {
                    text(entry.key());
                    origin(entry.origin());
                    node(entry.value());
                }
            } else if (node instanceof Node.Sequence sequence) {
                out.writeByte(SEQUENCE);
                origin(sequence.origin());
                out.writeInt(sequence.items().size());
                for (Node item : sequence.items()) {
                    node(item);
                }
            } else if (node instanceof Node.Scalar scalar) {
                out.writeByte(SCALAR);
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

    private static final class Parser {

        private final DataInputStream in;
        private final List<String> sources = new ArrayList<>();

        private Parser(InputStream in) {
            this.in = new DataInputStream(in);
        }

        private Node node() throws IOException {
            int form = in.readByte();
            Origin origin = origin();
            return switch (form) {
                case MAPPING -> mapping(origin);
                case SEQUENCE -> sequence(origin);
                case SCALAR -> new Node.Scalar(origin, text(), Node.Kind.valueOf(text()), in.readBoolean());
                default -> throw new IOException("an unknown form: " + form);
            };
        }

        private Node mapping(Origin origin) throws IOException {
            int count = in.readInt();
            var entries = new ArrayList<Node.Entry>();
            for (int i = 0; i < count; i++) {
                entries.add(new Node.Entry(text(), origin(), node()));
            }
            return new Node.Mapping(origin, entries);
        }

        private Node sequence(Origin origin) throws IOException {
            int count = in.readInt();
            var items = new ArrayList<Node>();
            for (int i = 0; i < count; i++) {
                items.add(node());
            }
            return new Node.Sequence(origin, items);
        }

        private Origin origin() throws IOException {
            int number = in.readInt();
            if (number == sources.size()) {
                sources.add(text());
            }
            return new Origin(sources.get(number), in.readInt(), in.readInt());
        }

        private String text() throws IOException {
            return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
        }
    }
}
