package io.gatehouse.registry.yaml;

import io.gatehouse.domain.document.Node;
import io.gatehouse.domain.document.Problems;
import io.gatehouse.domain.registry.Courtesy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Fills in what values take from outside of the file. A dollar and braces around the name of a variable stand for its
 * value; {@code :-} and a default may follow the name, for where the variable is missing or empty; {@code file:} and a
 * name stand for the text of a file beside the one that names it, without its last line break. Two dollars before the
 * brace are a literal dollar. Keys are left as they are.
 */
final class Placeholders {

    private static final int LARGEST_FILE = 1 << 20;
    private static final int LONG = 32;
    private static final Pattern FORM = Pattern.compile("\\$\\$\\{|\\$\\{([^}]*)(}?)");
    private static final Pattern VARIABLE = Pattern.compile("([A-Za-z_][A-Za-z0-9_]*)(?::-(.*))?", Pattern.DOTALL);
    private static final String EXPECTED = "${NAME}, ${NAME:-default} or ${file:name}; $${ for a literal ${";

    private final Map<String, String> environment;
    private final @Nullable Path directory;
    private final Problems problems;

    /** For a file in {@code directory}; null is the working directory. */
    Placeholders(Map<String, String> environment, @Nullable Path directory, Problems problems) {
        this.environment = environment;
        this.directory = directory;
        this.problems = problems;
    }

    /** The tree, filled in; what holds no placeholder is not copied, as a large registry holds next to none. */
    Node.Mapping fill(Node.Mapping mapping) {
        List<Node.Entry> filled = null;
        for (int i = 0; i < mapping.entries().size(); i++) {
            Node.Entry entry = mapping.entries().get(i);
            if (i % LONG == LONG - 1) {
                Courtesy.giveWay();
            }
            Node value = fill(entry.value());
            if (value != entry.value()) {
                filled = filled == null ? new ArrayList<>(mapping.entries()) : filled;
                filled.set(i, new Node.Entry(entry.key(), entry.origin(), value));
            }
        }
        return filled == null ? mapping : new Node.Mapping(mapping.origin(), filled);
    }

    private Node fill(Node.Sequence sequence) {
        List<Node> filled = null;
        for (int i = 0; i < sequence.items().size(); i++) {
            Node item = sequence.items().get(i);
            Node value = fill(item);
            if (value != item) {
                filled = filled == null ? new ArrayList<>(sequence.items()) : filled;
                filled.set(i, value);
            }
        }
        return filled == null ? sequence : new Node.Sequence(sequence.origin(), filled);
    }

    private Node fill(Node node) {
        if (node instanceof Node.Mapping mapping) {
            return fill(mapping);
        }
        if (node instanceof Node.Sequence sequence) {
            return fill(sequence);
        }
        return node instanceof Node.Scalar scalar && scalar.text().contains("${") ? fill(scalar) : node;
    }

    private Node fill(Node.Scalar scalar) {
        Matcher matcher = FORM.matcher(scalar.text());
        StringBuilder text = new StringBuilder();
        boolean hidden = scalar.hidden();
        int end = 0;
        while (matcher.find()) {
            text.append(scalar.text(), end, matcher.start());
            end = matcher.end();
            String inside = matcher.group(1);
            if (inside == null) {
                text.append("${");
                continue;
            }
            Filling filling = "}".equals(matcher.group(2)) ? value(inside, scalar) : refuse(scalar, "", EXPECTED);
            text.append(filling.text());
            hidden |= filling.isForeign();
        }
        text.append(scalar.text(), end, scalar.text().length());
        return new Node.Scalar(scalar.origin(), text.toString(), Node.Kind.TEXT, hidden);
    }

    /** What replaces a placeholder, and whether it comes from outside of the document. */
    private record Filling(String text, boolean isForeign) {}

    private Filling value(String inside, Node.Scalar scalar) {
        if (inside.startsWith("file:")) {
            return file(inside.substring("file:".length()), scalar);
        }
        Matcher matcher = VARIABLE.matcher(inside);
        if (!matcher.matches()) {
            return refuse(scalar, "", EXPECTED);
        }
        String value = environment.get(matcher.group(1));
        if (value != null && !value.isEmpty()) {
            return new Filling(value, true);
        }
        String byDefault = matcher.group(2);
        if (byDefault != null) {
            return new Filling(byDefault, false);
        }
        String name = matcher.group(1);
        return refuse(
                scalar,
                "{" + name + "}",
                "the environment variable " + name + " to be set, or ${" + name + ":-default}");
    }

    private Filling file(String name, Node.Scalar scalar) {
        try {
            Path path = directory == null ? Path.of(name) : directory.resolve(name);
            String text = Utf8.decode(name, BoundedFile.read(path, LARGEST_FILE));
            return new Filling(text.replaceFirst("\\r?\\n\\z", ""), true);
        } catch (BoundedFile.Failure e) {
            return refuse(scalar, "{file:" + name + "}", "a readable file; it is " + e.getMessage());
        } catch (Unreadable | IllegalArgumentException e) {
            return refuse(scalar, "{file:" + name + "}", "a file with text in UTF-8");
        }
    }

    /** Tells the problem; the value stays the text that cannot be filled, so that it is not told as empty as well. */
    private Filling refuse(Node.Scalar scalar, String inside, String expected) {
        problems.add(scalar.origin(), "", "$" + (inside.isEmpty() ? "{" : inside), expected);
        return new Filling("***", true);
    }
}
