package io.gatehouse.compiler.document;

import io.gatehouse.configuration.Node;
import io.gatehouse.domain.registry.RegistryTree;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;

/**
 * A short name for the content of a registry: the same for the same content, whatever its source, its division into parts and
 * the order of its keys.
 *
 * <p>It is cut to 64 bits, so that it distinguishes what operators compare and nothing of a secret can be had from it.
 */
public final class RegistryHash {

    private static final int SHOWN_BYTES = 8;

    private static final int LONGEST_COPIED = 512;
    private static final int GATHERED = 4096;
    private static final Comparator<Node.Entry> BY_KEY = Comparator.comparing(Node.Entry::key);

    private final MessageDigest digest;

    /** What the digest gets next: most texts are a few letters, and many are less work together. */
    private final ByteBuffer gathered = ByteBuffer.allocate(GATHERED);

    private RegistryHash(MessageDigest digest) {
        this.digest = digest;
    }

    /** The hash in 16 hex digits. */
    public static String of(RegistryTree tree) {
        try {
            var hash = new RegistryHash(MessageDigest.getInstance("SHA-256"));
            hash.mapping(merged(tree.parts()));
            hash.flush();
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
        Node.Entry[] sorted = entries.toArray(Node.Entry[]::new);
        Arrays.sort(sorted, BY_KEY);
        for (Node.Entry entry : sorted) {
            text(entry.key());
            node(entry.value());
        }
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
        int length = text.length();
        if (length > LONGEST_COPIED || !copied(text)) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            room(Integer.BYTES).putInt(bytes.length);
            flush();
            digest.update(bytes);
        }
    }

    /** Whether it was: not if it holds anything but ASCII. */
    private boolean copied(String text) {
        ByteBuffer buffer = room(Integer.BYTES + text.length());
        int begin = buffer.position();
        buffer.putInt(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                buffer.position(begin);
                return false;
            }
            buffer.put((byte) c);
        }
        return true;
    }

    private ByteBuffer room(int bytes) {
        if (gathered.remaining() < bytes) {
            flush();
            CooperativeYield.giveWay();
        }
        return gathered;
    }

    private void flush() {
        digest.update(gathered.flip());
        gathered.clear();
    }
}
