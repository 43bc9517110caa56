package io.gatehouse.benchmarks.curves;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Writes docs/performance.md anew: all between two marks is made of the results in {@code docs/performance/*.json}, what stands around them is
 * written by people.
 */
final class PerformancePage {

    private static final String BEGIN = "<!-- figures: written by benchmarks/curves, not by hand -->\n";
    private static final String END = "<!-- end of figures -->\n";

    private PerformancePage() {}

    /** Writes the page and its pictures. */
    static void write(Path docs) throws IOException {
        for (Map.Entry<Path, String> file : files(docs).entrySet()) {
            Files.writeString(file.getKey(), file.getValue());
        }
    }

    /** All that is made of the results, by file: the page, and its pictures. */
    static Map<Path, String> files(Path docs) throws IOException {
        Path folder = docs.resolve("performance");
        var files = new LinkedHashMap<Path, String>();
        var figures = new StringBuilder();
        for (Path json : resultFiles(folder)) {
            Results results = Results.read(json);
            String name = json.getFileName().toString().replace(".json", "");
            Map<String, SvgChart> charts = Charts.of(results);
            charts.forEach((chart, picture) -> files.put(folder.resolve(name + "-" + chart + ".svg"), picture.svg()));
            figures.append(new ResultTables(results).section(name, charts));
        }
        Path page = docs.resolve("performance.md");
        String text = Files.readString(page);
        int begin = text.indexOf(BEGIN);
        int end = text.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IOException(page + " lacks the marks between which figures stand");
        }
        files.put(page, text.substring(0, begin + BEGIN.length()) + figures + (figures.isEmpty() ? "" : "\n") + text.substring(end));
        return files;
    }

    private static List<Path> resultFiles(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> content = Files.list(folder)) {
            return content.filter(file -> file.toString().endsWith(".json"))
                    .sorted(Comparator.reverseOrder())
                    .toList();
        }
    }
}
