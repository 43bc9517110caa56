package io.gatehouse.registry.yaml;

import io.gatehouse.compiler.document.CooperativeYield;
import io.gatehouse.configuration.Node;
import io.gatehouse.configuration.Problems;
import io.gatehouse.domain.service.RequestPlaceholder;
import io.gatehouse.registry.yaml.TreeReader.Unreadable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Fills in what values take from outside of the file. A dollar and braces around the name of a variable stand for its
 * value; {@code :-} and a default may follow the name, for where the variable is missing or empty; {@code file:} and a
 * name stand for the text of a file beside the one that names it, without its last line break. The default and the name of
 * the file may hold placeholders again; a value that was filled in may not. Two dollars before the brace are a literal
 * dollar. Keys are left as they are, and so are those names in {@code request-headers} of a service that stand for something of
 * each request (see {@link RequestPlaceholder}), whatever the environment holds.
 */
final class Placeholders {

    private static final int LARGEST_FILE = 1 << 20;
    private static final int LONG = 32;

    /** How deep placeholders may lie in the defaults of others. */
    private static final int DEEPEST = 8;

    private static final Pattern VARIABLE = Pattern.compile("([A-Za-z_][A-Za-z0-9_]*)(?::-(.*))?", Pattern.DOTALL);
    private static final Set<String> WORDS = Arrays.stream(RequestPlaceholder.values())
            .map(RequestPlaceholder::word)
            .collect(Collectors.toUnmodifiableSet());

    private static final String EXPECTED =
            "${NAME}, ${NAME:-default} or ${file:name}, each { with its }; $${ for a literal ${";

    private final Map<String, String> environment;
    private final @Nullable Path directory;
    private final Problems problems;
    private final Set<String> left;
    private final Placeholders ofRequests;

    /** For a file in {@code directory}; null is the working directory. */
    Placeholders(Map<String, String> environment, @Nullable Path directory, Problems problems) {
        this.environment = environment;
        this.directory = directory;
        this.problems = problems;
        this.left = Set.of();
        this.ofRequests = new Placeholders(this);
    }

    /** The same for what is said of requests. */
    private Placeholders(Placeholders other) {
        this.environment = other.environment;
        this.directory = other.directory;
        this.problems = other.problems;
        this.left = WORDS;
        this.ofRequests = this;
    }

    /** The tree, filled in; what holds no placeholder is not copied, as a large registry holds next to none. */
    Node.Mapping fill(Node.Mapping mapping) {
        List<Node.Entry> filled = null;
        for (int i = 0; i < mapping.entries().size(); i++) {
            Node.Entry entry = mapping.entries().get(i);
            if (i % LONG == LONG - 1) {
                CooperativeYield.giveWay();
            }
            Node value = entry.key().equals(RequestPlaceholder.SECTION)
                    ? ofRequests.fillAny(entry.value())
                    : fillAny(entry.value());
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
            Node value = fillAny(item);
            if (value != item) {
                filled = filled == null ? new ArrayList<>(sequence.items()) : filled;
                filled.set(i, value);
            }
        }
        return filled == null ? sequence : new Node.Sequence(sequence.origin(), filled);
    }

    private Node fillAny(Node node) {
        if (node instanceof Node.Mapping mapping) {
            return fill(mapping);
        }
        if (node instanceof Node.Sequence sequence) {
            return fill(sequence);
        }
        return node instanceof Node.Scalar scalar && scalar.text().contains("${") ? fill(scalar) : node;
    }

    private Node fill(Node.Scalar scalar) {
        Filling filling = fill(scalar.text(), scalar, 0);
        boolean hidden = scalar.hidden() || filling.isForeign();
        return new Node.Scalar(scalar.origin(), filling.text(), Node.Kind.TEXT, hidden);
    }

    /** What replaces a text, and whether any of it comes from outside of the document. */
    private record Filling(String text, boolean isForeign) {}

    private Filling fill(String text, Node.Scalar scalar, int depth) {
        StringBuilder filled = new StringBuilder();
        boolean foreign = false;
        int end = 0;
        for (int start = text.indexOf("${"); start >= 0; start = text.indexOf("${", end)) {
            if (start > end && text.charAt(start - 1) == '$') {
                filled.append(text, end, start - 1).append("${");
                end = start + 2;
                continue;
            }
            filled.append(text, end, start);
            int close = closing(text, start + 2);
            Filling filling = close < 0 || depth == DEEPEST
                    ? refuse(scalar, "", EXPECTED)
                    : value(text.substring(start + 2, close), scalar, depth);
            filled.append(filling.text());
            foreign |= filling.isForeign();
            end = close < 0 ? text.length() : close + 1;
        }
        return new Filling(filled.append(text, end, text.length()).toString(), foreign);
    }

    /** The brace that closes one before; braces between are in pairs. Below zero if there is none. */
    private static int closing(String text, int from) {
        int open = 1;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            open += c == '{' ? 1 : c == '}' ? -1 : 0;
            if (open == 0) {
                return i;
            }
        }
        return -1;
    }

    private Filling value(String inside, Node.Scalar scalar, int depth) {
        if (left.contains(inside)) {
            return new Filling("${" + inside + "}", false);
        }
        if (inside.startsWith("file:")) {
            return file(
                    fill(inside.substring("file:".length()), scalar, depth + 1).text(), scalar);
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
            return fill(byDefault, scalar, depth + 1);
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

    /** Reports the problem; the value stays the text that cannot be filled, so that it is not reported as empty as well. */
    private Filling refuse(Node.Scalar scalar, String inside, String expected) {
        problems.add(scalar.origin(), "", "$" + (inside.isEmpty() ? "{" : inside), expected);
        return new Filling("***", true);
    }
}
