package io.gatehouse.domain.registry;

import io.gatehouse.domain.document.Node;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;

/**
 * A short name for the content of a registry: the same for the same content, whatever its source, its division into parts and
 * the order of its keys.
 *
 * <p>It is cut to 64 bits, so that it tells apart what operators compare and nothing of a secret can be had from it.
 */
public final class RegistryHash {

    private static final int SHOWN_BYTES = 8;

    private final MessageDigest digest;

    private RegistryHash(MessageDigest digest) {
        this.digest = digest;
    }

    /** The hash in 16 hex digits. */
    public static String of(RegistryTree tree) {
        try {
            var hash = new RegistryHash(MessageDigest.getInstance("SHA-256"));
            hash.mapping(merged(tree.parts()));
            return HexFormat.of().formatHex(hash.digest.digest(), 0, SHOWN_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** All entries of all parts; what stands in a section of one part is brought together with that of others. */
    private static List<Node.Entry> merged(List<Node.Mapping> parts) {
        var flat = new ArrayList<Node.Entry>();
        for (Node.Mapping part : parts) {
            for (Node.Entry entry : part.entries()) {
                if (RegistryTree.SECTIONS.contains(entry.key()) && entry.value() instanceof Node.Mapping named) {
                    named.entries()
                            .forEach(inner -> flat.add(
                                    new Node.Entry(entry.key() + "/" + inner.key(), inner.origin(), inner.value())));
                } else {
                    flat.add(entry);
                }
            }
        }
        return flat;
    }

    private void mapping(List<Node.Entry> entries) {
        text("{");
        entries.stream().sorted(Comparator.comparing(Node.Entry::key)).forEach(entry -> {
            text(entry.key());
            node(entry.value());
        });
        text("}");
    }

    private void node(Node node) {
        if (node instanceof Node.Mapping mapping) {
            mapping(mapping.entries());
        } else if (node instanceof Node.Sequence sequence) {
            text("[");
            sequence.items().forEach(this::node);
            text("]");
        } else if (node instanceof Node.Scalar scalar) {
            // Numbers and texts mean the same to every key, so a store that keeps them apart changes nothing.
            text(scalar.isNull() ? "0" : "=");
            text(scalar.isNull() ? "" : scalar.text());
        }
    }

    private void text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int length = bytes.length;
        digest.update(
                new byte[] {(byte) (length >>> 24), (byte) (length >>> 16), (byte) (length >>> 8), (byte) length});
        digest.update(bytes);
    }
}
