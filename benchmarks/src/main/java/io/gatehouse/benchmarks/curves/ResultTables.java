package io.gatehouse.benchmarks.curves;

import io.gatehouse.benchmarks.curves.Results.Place;
import io.gatehouse.benchmarks.load.proxy.Target.Kind;
import io.gatehouse.benchmarks.load.round.Distribution;
import io.gatehouse.benchmarks.load.round.Figure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The section of the page about the results of one run, as Markdown. */
final class ResultTables {

    private static final String OURS = Kind.GATEHOUSE.label();
    private static final String NGINX = Kind.NGINX.label();

    /** Processors that others may use before figures are doubted. */
    private static final double NOISY = 0.2;

    private static final String BARE = Kind.BARE.label();

    private static final Map<String, String> REQUESTS = new LinkedHashMap<>();

    static {
        REQUESTS.put(Curve.GET_1K, "GET, 1 KiB back");
        REQUESTS.put(Curve.POST_4K, "POST of 4 KiB, 1 KiB back");
        REQUESTS.put(Curve.GET_100K, "GET, 100 KiB back");
    }

    private final Results results;
    private final StringBuilder page = new StringBuilder();

    ResultTables(Results results) {
        this.results = results;
    }

    /** The section, with pictures whose files begin with this name. */
    String section(String name, Map<String, SvgChart> charts) {
        line("");
        line("## Java " + name.replace("java-", ""));
        line("");
        line("Measured on " + results.date() + ". Machine: " + listed(results.machine()) + ". Run: "
                + listed(results.settings()) + ". Versions: " + listed(results.versions()) + ".");
        others();
        requests();
        ratios();
        latencies();
        pauses();
        allocation();
        sizes();
        reloads();
        charts.forEach((chart, picture) -> {
            line("");
            line("![" + picture.title() + "](performance/" + name + "-" + chart + ".svg)");
        });
        return page.toString();
    }

    /** Says so where the machine was not the run's own. */
    private void others() {
        Distribution others = Distribution.of(results.samples().stream()
                .map(sample -> sample.get(Figure.OTHER))
                .filter(cores -> !Double.isNaN(cores))
                .toList());
        if (!others.isEmpty()) {
            line("");
            line((others.median() > NOISY ? "**Not a quiet machine**: other" : "Other") + " programs kept "
                    + spread(others)
                    + " of its processors busy meanwhile"
                    + (others.median() > NOISY
                            ? ". Latencies, pauses and requests/s are too bad, for everybody, and ratios of CPU are drawn towards 1."
                            : "."));
        }
    }

    private void requests() {
        List<String> contestants = contestants(Curve.GET_1K);
        if (contestants.isEmpty()) {
            return;
        }
        title("What a request costs at saturation");
        line(
                "Medians; quartiles in brackets. Where less than nine tenths of the processor were used, load or backend was the limit.");
        head("", "", contestants);
        REQUESTS.forEach((curve, what) -> {
            row(what, "CPU µs", contestants, contestant -> spread(results.of(Figure.CPU, curve, contestant, 1)));
            row("", "requests/s", contestants, contestant -> spread(results.of(Figure.RATE, curve, contestant, 1)));
            row("", "processor", contestants, contestant -> share(curve, contestant));
        });
    }

    /** How much of its one processor a contestant used, compiler threads aside. */
    private String share(String curve, String contestant) {
        double micros = results.of(Figure.CPU, curve, contestant, 1).median()
                * results.of(Figure.RATE, curve, contestant, 1).median();
        return Double.isNaN(micros) ? "-" : Charts.count(Math.rint(micros / 1e4)) + " %";
    }

    private void ratios() {
        var lines = new ArrayList<String>();
        REQUESTS.forEach((curve, what) -> {
            String cpu = curve.equals(Curve.GET_100K) ? "1.3" : "1.25";
            lines.add(ratio(what, "CPU", Figure.CPU, curve, NGINX, "at most " + cpu));
            if (curve.equals(Curve.GET_1K)) {
                lines.add(ratio(what, "CPU", Figure.CPU, curve, BARE, "at most 0.7"));
            } else {
                lines.add(ratio(what, "CPU", Figure.CPU, curve, BARE, ""));
            }
            lines.add(ratio(what, "requests/s", Figure.RATE, curve, NGINX, "at least 0.8"));
        });
        lines.removeIf(String::isEmpty);
        if (!lines.isEmpty()) {
            title("Against the others, round by round");
            line("| request | figure | of | median (quartiles) | rounds | asked |");
            line("|---|---|---|---|---|---|");
            lines.forEach(this::line);
        }
    }

    private String ratio(String what, String name, Figure figure, String curve, String other, String asked) {
        Place ours = new Place(curve, OURS, 1);
        Place theirs = new Place(curve, other, 1);
        Distribution ratio = results.ratio(figure, ours, theirs);
        return ratio.isEmpty()
                ? ""
                : "| " + what + " | " + name + " | " + OURS + " / " + other + " | " + spread(ratio) + " | "
                        + results.rounds(figure, ours, theirs) + " | " + asked + " |";
    }

    private void latencies() {
        List<String> contestants = contestants(Curve.LATENCY.key());
        if (contestants.isEmpty()
                || results.of(Figure.P99, Curve.LATENCY.key(), contestants.get(0), 50)
                        .isEmpty()) {
            return;
        }
        title("Latency at half of what each can do");
        line(
                "GET, 1 KiB back, 64 connections, as a steady stream; microseconds from the moment at which a request is due.");
        head("", "", contestants);
        for (Figure figure : List.of(Figure.RATE, Figure.P50, Figure.P99, Figure.P999)) {
            row(
                    figure.label(),
                    "",
                    contestants,
                    contestant -> spread(results.of(figure, Curve.LATENCY.key(), contestant, 50)));
        }
        Distribution more = results.difference(
                Figure.P99, new Place(Curve.LATENCY.key(), OURS, 50), new Place(Curve.LATENCY.key(), NGINX, 50));
        if (!more.isEmpty()) {
            line("");
            line("p99 of " + OURS + " less that of " + NGINX + ", round by round: " + spread(more)
                    + " µs (asked: at most 1,000).");
        }
    }

    private void pauses() {
        var parts = new LinkedHashMap<String, String>();
        parts.put("at saturation", "get-");
        parts.put("at steady streams", Curve.LATENCY.key());
        parts.put("with up to 100,000 keys", Curve.KEYS.key());
        parts.put("with large responses", Curve.BODIES.key());
        parts.put("with up to 10,000 connections", Curve.CONNECTIONS.key());
        List<String> found = parts.entrySet().stream()
                .flatMap(part -> results.greatest(Figure.PAUSE, part.getValue(), OURS).stream()
                        .mapToObj(pause -> Charts.count(pause) + " ms " + part.getKey()))
                .collect(Collectors.toList());
        results.greatest(Figure.PAUSE, Curve.RELOAD.key(), OURS + ", reloading")
                .ifPresent(
                        pause -> found.add(Charts.count(pause) + " ms while the registry was loaded again and again"));
        if (!found.isEmpty()) {
            title("Pauses");
            line("The longest time for which all threads of the gateway's JVM stood still (asked: at most 20 ms): "
                    + String.join(", ", found) + ".");
        }
    }

    private void allocation() {
        List<String> told = contestants(Curve.ALLOCATION.key()).stream()
                .map(contestant ->
                        contestant + " " + spread(results.of(Figure.ALLOCATED, Curve.ALLOCATION.key(), contestant, 1)))
                .toList();
        if (!told.isEmpty()) {
            title("Memory");
            line("Bytes allocated for a GET with 1 KiB back (asked: at most 2,048): " + String.join("; ", told) + ".");
        }
    }

    private void sizes() {
        for (Curve curve : List.of(Curve.KEYS, Curve.SERVICES)) {
            List<Double> places = results.places(curve.key(), OURS);
            if (places.size() > 1) {
                title("By " + curve.key());
                line("1,000 callers in turn, spread over all of them; processor time for a request"
                        + (curve == Curve.KEYS ? " (asked: flat within 15 %)." : "."));
                line("");
                line("| " + curve.key() + " | CPU µs | against one, round by round |");
                line("|---|---|---|");
                for (double x : places) {
                    Distribution ratio = results.ratio(
                            Figure.CPU, new Place(curve.key(), OURS, x), new Place(curve.key(), OURS, places.get(0)));
                    line("| " + Charts.count(x) + " | " + spread(results.of(Figure.CPU, curve.key(), OURS, x)) + " | "
                            + spread(ratio) + " |");
                }
            }
        }
    }

    private void reloads() {
        List<String> contestants = contestants(Curve.RELOAD.key());
        if (contestants.isEmpty()) {
            return;
        }
        title("While the registry is loaded again");
        line(
                "10,000 requests/s from 1,000 callers as a steady stream. One key changes and the registry is loaded, half a second after the last time;"
                        + " nginx, which has no registry, reads its configuration anew. Proxy and reload share one processor.");
        line("");
        line("| | keys | p50 µs | p99 µs | p99.9 µs | errors | a reload takes, ms |");
        line("|---|---|---|---|---|---|---|");
        for (String contestant : contestants) {
            for (double x : results.places(Curve.RELOAD.key(), contestant)) {
                String cells = Stream.of(Figure.P50, Figure.P99, Figure.P999, Figure.ERRORS, Figure.RELOAD)
                        .map(figure -> spread(results.of(figure, Curve.RELOAD.key(), contestant, x)))
                        .collect(Collectors.joining(" | "));
                String keys = contestant.startsWith(OURS) ? Charts.count(x) : "";
                line("| " + contestant + " | " + keys + " | " + cells + " |");
            }
        }
    }

    private List<String> contestants(String curve) {
        return results.contestants(curve);
    }

    private void head(String first, String second, List<String> columns) {
        line("");
        line("| " + first + " | " + second + " | " + String.join(" | ", columns) + " |");
        line("|---|---|" + "---|".repeat(columns.size()));
    }

    private void row(String first, String second, List<String> columns, Function<String, String> cell) {
        line("| " + first + " | " + second + " | " + columns.stream().map(cell).collect(Collectors.joining(" | "))
                + " |");
    }

    private void title(String title) {
        line("");
        line("### " + title);
        line("");
    }

    private void line(String line) {
        page.append(line).append('\n');
    }

    /** Median and quartiles; a dash for nothing. */
    private static String spread(Distribution distribution) {
        if (distribution.isEmpty()) {
            return "-";
        }
        String median = Charts.count(distribution.median());
        String lower = Charts.count(distribution.lower());
        String upper = Charts.count(distribution.upper());
        return lower.equals(upper) ? median : median + " (" + lower + " to " + upper + ")";
    }

    private static String listed(Map<String, String> named) {
        return named.entrySet().stream()
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .collect(Collectors.joining(", "));
    }
}
