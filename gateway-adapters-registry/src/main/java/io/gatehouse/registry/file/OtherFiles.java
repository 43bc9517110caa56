package io.gatehouse.registry.file;

import io.gatehouse.configuration.Node;
import io.gatehouse.configuration.Notice;
import io.gatehouse.configuration.Origin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What lies in the directory of a registry and is not read: somebody may think that it is. What begins with a dot, what editors
 * leave behind, and files that the registry itself names are no surprise.
 */
final class OtherFiles {

    private static final int MOST = 20;
    private static final Pattern LEFT_BEHIND =
            Pattern.compile("\\..*|#.*|.*~|.*\\.(bak|orig|rej|old|swp|swo|tmp)", Pattern.CASE_INSENSITIVE);
    private static final Pattern NAMED = Pattern.compile("file:([^}]+)");

    private OtherFiles() {}

    /** A notice for each, at most twenty; none where the registry is a single file. */
    static List<Notice> in(Path directory, List<Path> read, List<Node.Mapping> parts) {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        List<Path> others;
        try (Stream<Path> entries = Files.list(directory)) {
            Set<Path> known = new HashSet<>(read);
            others = entries.filter(entry -> !known.contains(entry)
                            && !LEFT_BEHIND
                                    .matcher(String.valueOf(entry.getFileName()))
                                    .matches())
                    .sorted()
                    .toList();
        } catch (IOException unreadable) {
            return List.of();
        }
        if (others.isEmpty()) {
            return List.of();
        }
        Set<Path> named = new HashSet<>();
        parts.forEach(part -> named(part, directory, named));
        return others.stream()
                .filter(other -> named.stream().noneMatch(file -> file.startsWith(other)))
                .limit(MOST)
                .map(OtherFiles::notice)
                .toList();
    }

    private static Notice notice(Path other) {
        return Files.isDirectory(other)
                ? new Notice(Origin.of(other.toString()), "", "a directory", "what lies below is not read")
                : new Notice(
                        Origin.of(other.toString()),
                        "",
                        "a file whose name does not end in .yml, .yaml or .json",
                        "it is not read");
    }

    /** Adds the files that values name, as {@code ${file:NAME}} or as the file of a key set. */
    private static void named(Node node, Path directory, Set<Path> named) {
        if (node instanceof Node.Mapping mapping) {
            mapping.entries().forEach(entry -> named(entry.value(), directory, named));
        } else if (node instanceof Node.Sequence sequence) {
            sequence.items().forEach(item -> named(item, directory, named));
        } else if (node instanceof Node.Scalar scalar && scalar.text().contains("file:")) {
            Matcher names = NAMED.matcher(scalar.text());
            while (names.find()) {
                if (names.group(1).indexOf('\0') < 0) {
                    named.add(directory.resolve(names.group(1)).normalize());
                }
            }
        }
    }
}
