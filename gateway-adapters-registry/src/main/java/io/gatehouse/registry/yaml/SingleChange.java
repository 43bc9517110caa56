package io.gatehouse.registry.yaml;

import io.gatehouse.configuration.Node;
import io.gatehouse.registry.yaml.TreeReader.TreeNotation;
import io.gatehouse.registry.yaml.TreeReader.Unreadable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A change of a YAML file that lies within the lines of one document of a section and moves no other line. That document is read by
 * itself, below a key of its own, and takes the place of the one before.
 *
 * <p>So it is the tree that reading the whole file would give: all other lines are the same, at the same places, and a mapping in
 * block style ends where a line is indented as it is. What is not certain, such as a section in braces, a line at the left
 * edge, or anything that is not well-formed, is left to a reading of the whole file.
 */
final class SingleChange {

    private static final String ABOVE = "document:\n";
    private static final int PIECE = 4096;

    private final KnownFile before;
    private final byte[] next;

    /** The first byte that differs, and the first of the rest that does not, before and now. */
    private final int first;

    private final int endBefore;
    private final int endNow;

    private SingleChange(KnownFile before, byte[] next, int first) {
        this.before = before;
        this.next = next;
        this.first = first;
        int same = sameAtTheEnd(before.bytes(), next, first);
        this.endBefore = before.bytes().length - same;
        this.endNow = next.length - same;
    }

    /** How many bytes at the end are the same; looks at many of them at a time. */
    private static int sameAtTheEnd(byte[] before, byte[] now, int first) {
        int most = Math.min(before.length, now.length) - first;
        int same = 0;
        while (same + PIECE <= most
                && Arrays.equals(
                        before,
                        before.length - same - PIECE,
                        before.length - same,
                        now,
                        now.length - same - PIECE,
                        now.length - same)) {
            same += PIECE;
        }
        while (same < most && before[before.length - 1 - same] == now[now.length - 1 - same]) {
            same++;
        }
        return same;
    }

    /** The file as it is now, if a single change has brought it about; else null. */
    static @Nullable KnownFile in(KnownFile before, String source, byte[] next, ReadingLimits limits) {
        int first = Arrays.mismatch(before.bytes(), next);
        if (first < 0) {
            return before;
        }
        return new SingleChange(before, next, first).read(source, limits);
    }

    private @Nullable KnownFile read(String source, ReadingLimits limits) {
        int line = 1 + Lines.count(next, 0, first);
        int lastLine = line + Lines.count(next, first, endNow);
        if (TreeNotation.of(source) != TreeNotation.YAML || movesLines(lastLine - line) || !isBlock(before.tree())) {
            return null;
        }
        List<Node.Entry> sections = before.tree().entries();
        int section = last(sections, line);
        if (section < 0 || !(sections.get(section).value() instanceof Node.Mapping documents) || !isBlock(documents)) {
            return null;
        }
        int index = last(documents.entries(), line);
        int after = lineAfter(documents.entries(), index, lineAfter(sections, section, Integer.MAX_VALUE));
        if (index < 0 || lastLine >= after) {
            return null;
        }
        Node.Entry old = documents.entries().get(index);
        int begin = Lines.back(next, first, line - old.origin().line());
        int end = Lines.forth(next, endNow, after - lastLine);
        Node.Entry changed = document(source, old, begin, end, limits);
        if (changed == null) {
            return null;
        }
        int nodes = before.nodes() - KnownFile.count(old.value()) + KnownFile.count(changed.value());
        Node.Entry was = sections.get(section);
        var now = new Node.Entry(was.key(), was.origin(), with(documents, index, changed));
        Node.Mapping tree = with(before.tree(), section, now);
        return nodes > limits.nodes() ? null : before.with(next, tree, nodes);
    }

    /** Whether lines below the change are not where they were, or may not be. */
    private boolean movesLines(int changedLines) {
        return Lines.count(before.bytes(), first, endBefore) != changedLines
                || before.hasOtherBreaks()
                || Lines.haveOtherBreaks(next, first, Math.min(next.length, endNow + 1));
    }

    /** The line of the entry after this one; if there is none, what comes after all of them. */
    private static int lineAfter(List<Node.Entry> entries, int index, int afterAll) {
        return index + 1 < entries.size() ? entries.get(index + 1).origin().line() : afterAll;
    }

    /** The document in these bytes; null unless it is one, and stands where the old one did. */
    private Node.@Nullable Entry document(String source, Node.Entry old, int begin, int end, ReadingLimits limits) {
        if (!isIndented(begin, end)) {
            return null;
        }
        Node root;
        try {
            String text = ABOVE + Utf8.decode(source, Arrays.copyOfRange(next, begin, end));
            root = TreeReader.read(
                    source, text, TreeNotation.YAML, limits, null, old.origin().line() - 2);
        } catch (Unreadable tellItsPlaceInTheWhole) {
            return null;
        }
        if (root instanceof Node.Mapping above
                && above.entries().size() == 1
                && above.entries().get(0).value() instanceof Node.Mapping documents
                && documents.entries().size() == 1
                && documents.entries().get(0).origin().equals(old.origin())) {
            return documents.entries().get(0);
        }
        return null;
    }

    /** Whether no line begins with anything but a space, a comment or its end, such as the marks of another YAML document. */
    private boolean isIndented(int begin, int end) {
        boolean isLineBegin = true;
        for (int i = begin; i < end; i++) {
            if (isLineBegin && next[i] != ' ' && next[i] != '#' && next[i] != '\n') {
                return false;
            }
            isLineBegin = next[i] == '\n';
        }
        return true;
    }

    /** In block style a mapping begins with its first key, in flow style with a brace. */
    private static boolean isBlock(Node.Mapping mapping) {
        return !mapping.entries().isEmpty()
                && mapping.origin().equals(mapping.entries().get(0).origin());
    }

    /** The last entry that begins at this line or above; -1 if none does. */
    private static int last(List<Node.Entry> entries, int line) {
        int low = 0;
        int high = entries.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            if (entries.get(middle).origin().line() <= line) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return high;
    }

    private static Node.Mapping with(Node.Mapping mapping, int index, Node.Entry entry) {
        var all = new ArrayList<>(mapping.entries());
        all.set(index, entry);
        return new Node.Mapping(mapping.origin(), all);
    }
}
