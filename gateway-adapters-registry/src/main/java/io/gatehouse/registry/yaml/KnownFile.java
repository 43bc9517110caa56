package io.gatehouse.registry.yaml;

import io.gatehouse.configuration.Node;
import io.gatehouse.configuration.Origin;
import io.gatehouse.configuration.Problems;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A file as it was last read, so that the next reading of it costs what has changed and not what there is: a change within one
 * document, such as a tenant, is read alone, and whatever else has changed, the documents that have not are the same pieces of the
 * next tree.
 */
public final class KnownFile {

    private final byte[] bytes;
    private final Node.Mapping tree;
    private final int nodes;
    private final boolean hasOtherBreaks;

    private KnownFile(byte[] bytes, Node.Mapping tree, int nodes, boolean hasOtherBreaks) {
        this.bytes = bytes;
        this.tree = tree;
        this.nodes = nodes;
        this.hasOtherBreaks = hasOtherBreaks;
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
        return read(file.toString(), bytes, limits, before, problems);
    }

    static @Nullable KnownFile read(
            String source, byte[] bytes, ReadingLimits limits, @Nullable KnownFile before, Problems problems) {
        KnownFile changed = before == null ? null : SingleChange.in(before, source, bytes, limits);
        if (changed != null) {
            return changed;
        }
        Node.Mapping tree = TreeReader.mapping(source, bytes, limits, before == null ? null : before.tree, problems);
        return tree == null
                ? null
                : new KnownFile(bytes, tree, count(tree), Lines.haveOtherBreaks(bytes, 0, bytes.length));
    }

    /** What the file holds. */
    public Node.Mapping tree() {
        return tree;
    }

    /** The same file after a change that has brought no other breaks. */
    KnownFile with(byte[] changed, Node.Mapping itsTree, int itsNodes) {
        return new KnownFile(changed, itsTree, itsNodes, hasOtherBreaks);
    }

    boolean hasOtherBreaks() {
        return hasOtherBreaks;
    }

    byte[] bytes() {
        return bytes;
    }

    int nodes() {
        return nodes;
    }

    /** The values below this one, itself included. */
    static int count(Node node) {
        if (node instanceof Node.Mapping mapping) {
            return 1
                    + mapping.entries().stream()
                            .mapToInt(entry -> count(entry.value()))
                            .sum();
        }
        return node instanceof Node.Sequence sequence
                ? 1 + sequence.items().stream().mapToInt(KnownFile::count).sum()
                : 1;
    }
}
