package io.gatehouse.app.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The Java files of all modules, as they lie in the repository. */
final class Sources {

    private static final Pattern STRINGS = Pattern.compile(
            "//[^\n]*" // comments are passed over
                    + "|(?s:/\\*.*?\\*/)"
                    + "|'[^'\\\\\n]*(?:\\\\.[^'\\\\\n]*)*'"
                    + "|(?s:\"\"\"(.*?)\"\"\")"
                    + "|\"([^\"\\\\\n]*(?:\\\\.[^\"\\\\\n]*)*)\"");

    private Sources() {}

    /** The files below {@code src/main} of every module. */
    static List<Path> main() {
        return modules().flatMap(module -> java(module.resolve("src/main"))).toList();
    }

    /** The files of every module, those of tests and benchmarks too. */
    static List<Path> all() {
        return modules().flatMap(module -> java(module.resolve("src"))).toList();
    }

    private static Stream<Path> modules() {
        return Pages.all("<module>(.*)</module>", Pages.text("pom.xml")).stream()
                .map(module -> Path.of("..", module));
    }

    private static Stream<Path> java(Path folder) {
        if (!Files.isDirectory(folder)) {
            return Stream.of();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java")).sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The string literals of a source, those that are joined by a plus sign as one. */
    static List<String> strings(String source) {
        var strings = new ArrayList<String>();
        Matcher literal = STRINGS.matcher(source);
        int joinedFrom = -1;
        while (literal.find()) {
            String text = literal.group(1) == null ? literal.group(2) : literal.group(1);
            if (text == null) {
                continue;
            }
            boolean joined = joinedFrom >= 0
                    && source.substring(joinedFrom, literal.start()).strip().equals("+");
            if (joined) {
                strings.add(strings.remove(strings.size() - 1) + text);
            } else {
                strings.add(text);
            }
            joinedFrom = literal.end();
        }
        return strings;
    }
}
