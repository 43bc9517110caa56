package io.gatehouse.registry.yaml;

import io.gatehouse.configuration.Node;
import io.gatehouse.configuration.Origin;
import io.gatehouse.configuration.Problems;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A file as it was last read: one that has not changed is not parsed again, and of one that has, the documents that are written as
 * before are the same pieces of the next tree.
 */
public final class KnownFile {

    private final byte[] digest;
    private final Node.Mapping tree;

    private KnownFile(byte[] digest, Node.Mapping tree) {
        this.digest = digest;
        this.tree = tree;
    }

    /**
     * The mapping in the file, its placeholders as they are written, or null after a problem was reported; never throws. Blocks.
     *
     * @param file its name as it should appear in messages
     * @param before the same file as it was last read; null if it was not
     */
    public static @Nullable KnownFile read(
            Path file, ReadingLimits limits, @Nullable KnownFile before, Problems problems) {
        byte[] bytes;
        try {
            bytes = BoundedFile.read(file, limits.bytes());
        } catch (BoundedFile.Failure e) {
            String said = e.getMessage() == null ? "" : e.getMessage();
            problems.add(
                    Origin.of(file.toString()), "", said, "a readable file of at most " + limits.bytes() + " bytes");
            return null;
        }
        byte[] digest = sha256(bytes);
        if (before != null && Arrays.equals(digest, before.digest)) {
            return before;
        }
        Node.Mapping known = before == null ? null : before.tree;
        Node.Mapping tree = TreeReader.mapping(file.toString(), bytes, limits, known, problems);
        return tree == null ? null : new KnownFile(digest, tree);
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** What the file holds. */
    public Node.Mapping tree() {
        return tree;
    }
}
