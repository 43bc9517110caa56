package io.gatehouse.http.metrics;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A page in Prometheus' text format, read as strictly as a scraper would. */
final class Scrape {

    private static final Pattern SAMPLE =
            Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)})? (NaN|[+-]Inf|[-+]?[0-9.]+(?:[eE][-+]?[0-9]+)?)");
    private static final Pattern LABEL = Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\]|\\\\.)*)\"(?:,|$)");

    private final Map<String, Double> samples = new LinkedHashMap<>();
    private final Map<String, String> types = new LinkedHashMap<>();

    /** Reads a page; throws if a line is not well-formed, a series stands twice, or a family has no type. */
    static Scrape of(byte[] page) {
        var scrape = new Scrape();
        new String(page, StandardCharsets.UTF_8).lines().forEach(scrape::line);
        return scrape;
    }

    /** The value of a series; its labels in any order, written {@code a=1,b=2}. Throws if there is none. */
    double value(String name, String labels) {
        Double value = samples.get(name + sorted(labels));
        if (value == null) {
            throw new AssertionError("no " + name + sorted(labels) + " among " + samples.keySet());
        }
        return value;
    }

    /** All series whose names begin so. */
    Set<String> series(String prefix) {
        var found = new HashSet<>(samples.keySet());
        found.removeIf(series -> !series.startsWith(prefix));
        return found;
    }

    /** The families and their types. */
    Map<String, String> types() {
        return types;
    }

    private void line(String line) {
        if (line.startsWith("# TYPE ")) {
            String[] words = line.split(" ", -1);
            if (types.put(words[2], words[3]) != null) {
                throw new AssertionError("a family stands twice: " + line);
            }
        } else if (!line.startsWith("#") && !line.isEmpty()) {
            sample(line);
        }
    }

    private void sample(String line) {
        Matcher matcher = SAMPLE.matcher(line);
        if (!matcher.matches()) {
            throw new AssertionError("not a sample: " + line);
        }
        String series = matcher.group(1) + labels(matcher.group(2), line);
        if (samples.put(series, number(matcher.group(3))) != null) {
            throw new AssertionError("a series stands twice: " + line);
        }
        if (types.keySet().stream().noneMatch(matcher.group(1)::startsWith)) {
            throw new AssertionError("a sample without a family: " + line);
        }
    }

    private static Map<String, String> labels(String text, String line) {
        Map<String, String> labels = new TreeMap<>();
        Matcher matcher = LABEL.matcher(text == null ? "" : text);
        int end = 0;
        while (matcher.find() && matcher.start() == end) {
            labels.put(matcher.group(1), matcher.group(2));
            end = matcher.end();
        }
        if (text != null && end != text.length()) {
            throw new AssertionError("not well-formed labels: " + line);
        }
        return labels;
    }

    private static Map<String, String> sorted(String labels) {
        Map<String, String> sorted = new TreeMap<>();
        for (String label : labels.isEmpty() ? new String[0] : labels.split(",")) {
            sorted.put(label.substring(0, label.indexOf('=')), label.substring(label.indexOf('=') + 1));
        }
        return sorted;
    }

    private static double number(String text) {
        return switch (text) {
            case "NaN" -> Double.NaN;
            case "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text);
        };
    }
}
