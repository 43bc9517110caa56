package io.gatehouse.registry.lastgood;

import io.gatehouse.configuration.Node;
import io.gatehouse.configuration.Origin;
import io.gatehouse.domain.registry.RegistryTree;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads what {@link TreeWriter} has written. Its bytes have been checked, so it only has to understand them. */
final class TreeParser {

    private final DataInputStream in;
    private final List<String> sources = new ArrayList<>();

    private TreeParser(InputStream in) {
        this.in = new DataInputStream(in);
    }

    static RegistryTree read(InputStream in) throws IOException {
        var parser = new TreeParser(in);
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

    private Node node() throws IOException {
        int form = in.readByte();
        Origin origin = origin();
        return switch (form) {
            case TreeFormat.MAPPING -> mapping(origin);
            case TreeFormat.SEQUENCE -> sequence(origin);
            case TreeFormat.SCALAR -> new Node.Scalar(origin, text(), Node.Kind.valueOf(text()), in.readBoolean());
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
