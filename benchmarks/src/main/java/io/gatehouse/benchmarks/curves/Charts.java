package io.gatehouse.benchmarks.curves;

import io.gatehouse.benchmarks.curves.SvgChart.Axis;
import io.gatehouse.benchmarks.curves.SvgChart.Point;
import io.gatehouse.benchmarks.curves.SvgChart.Series;
import io.gatehouse.benchmarks.load.proxy.Target;
import io.gatehouse.benchmarks.load.round.Distribution;
import io.gatehouse.benchmarks.load.round.Figure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.DoubleFunction;
import java.util.stream.Stream;

/** The pictures that can be drawn of results. */
final class Charts {

    private static final int KIB = 1024;

    private Charts() {}

    /** Each picture by its name; only of what was measured. */
    static Map<String, SvgChart> of(Results results) {
        var charts = new LinkedHashMap<String, SvgChart>();
        for (Kind kind : Kind.values()) {
            var series = new ArrayList<Series>();
            for (String contestant : results.contestants(kind.curve.key())) {
                List<Point> points = points(results, kind, contestant);
                if (!points.isEmpty()) {
                    series.add(new Series(contestant, hue(contestant), points));
                }
            }
            if (!series.isEmpty()) {
                var across = new Axis(kind.across, kind.curve != Curve.LATENCY, kind.places());
                var up = new Axis(kind.figure.label(), kind.logarithmic, Charts::count);
                charts.put(
                        kind.name().toLowerCase(Locale.ROOT).replace('_', '-'),
                        new SvgChart(kind.title, across, up, series));
            }
        }
        return charts;
    }

    private static int hue(String contestant) {
        String[] words = contestant.split(",", -1);
        int kind = Stream.of(Target.Kind.values()).map(Target.Kind::label).toList().indexOf(words[0]);
        return Math.max(0, kind) + (words.length == 1 ? 0 : Target.Kind.values().length);
    }

    private static List<Point> points(Results results, Kind kind, String contestant) {
        List<Double> places = new ArrayList<>(results.places(kind.curve.key(), contestant));
        var points = new ArrayList<Point>();
        for (double x : places) {
            Distribution found = results.of(kind.figure, kind.curve.key(), contestant, x);
            if (!found.isEmpty()) {
                points.add(new Point(x, found.lower(), found.median(), found.upper()));
            }
        }
        // What has no registry was measured once: it is the same for every size of one.
        if (places.size() == 1 && !points.isEmpty()) {
            double last = results
                    .places(
                            kind.curve.key(),
                            results.contestants(kind.curve.key()).get(0))
                    .stream()
                    .mapToDouble(x -> x)
                    .max()
                    .orElse(1);
            Point only = points.get(0);
            points.add(new Point(last, only.lower(), only.median(), only.upper()));
        }
        return points;
    }

    /** A number as people write it: thousands apart, few decimals. */
    static String count(double number) {
        return Math.abs(number) >= 100 || number == Math.rint(number)
                ? String.format(Locale.ROOT, "%,.0f", number)
                : String.format(Locale.ROOT, Math.abs(number) < 10 ? "%.2f" : "%.1f", number);
    }

    /** A number of bytes, in the unit that makes it short. */
    static String bytes(double number) {
        return number >= KIB * KIB
                ? count(number / KIB / KIB) + " MiB"
                : number >= KIB ? count(number / KIB) + " KiB" : count(number) + " B";
    }

    private enum Kind {
        KEYS(Curve.KEYS, Figure.CPU, false, "Cost of a request by keys in the registry", "keys"),
        SERVICES(Curve.SERVICES, Figure.CPU, false, "Cost of a request by services in the registry", "services"),
        CONNECTIONS_CPU(
                Curve.CONNECTIONS,
                Figure.CPU,
                true,
                "Cost of a request by open connections, 3,000 requests/s",
                "open connections"),
        CONNECTIONS_P99(
                Curve.CONNECTIONS,
                Figure.P99,
                true,
                "Latency by open connections, 3,000 requests/s",
                "open connections"),
        BODIES(Curve.BODIES, Figure.CPU, true, "Cost of a GET by size of the response", "size of the response"),
        LATENCY(
                Curve.LATENCY,
                Figure.P99,
                true,
                "Latency of a steady stream of requests",
                "requests/s, in % of what each can do"),
        RELOAD(
                Curve.RELOAD,
                Figure.P99,
                true,
                "Latency while the registry is loaded twice a second, 10,000 requests/s",
                "keys");

        private final Curve curve;
        private final Figure figure;
        private final boolean logarithmic;
        private final String title;
        private final String across;

        Kind(Curve curve, Figure figure, boolean logarithmic, String title, String across) {
            this.curve = curve;
            this.figure = figure;
            this.logarithmic = logarithmic;
            this.title = title;
            this.across = across;
        }

        DoubleFunction<String> places() {
            return curve == Curve.BODIES ? Charts::bytes : Charts::count;
        }
    }
}
