package io.gatehouse.benchmarks.curves;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;

/**
 * Lines with the bands of their quartiles, as an SVG that can be read on light and on dark pages.
 *
 * @param title what it shows
 * @param xAxis name of the axis, and how its places are written
 * @param yAxis the same of the other axis, which begins at 0 unless it is logarithmic
 * @param series the lines
 */
record SvgChart(String title, Axis xAxis, Axis yAxis, List<Series> series) {

    private static final int WIDTH = 760;
    private static final int HEIGHT = 420;
    private static final int LEFT = 72;
    private static final int RIGHT = 150;
    private static final int TOP = 40;
    private static final int BOTTOM = 56;

    /** For lines and bands, told apart by people who see few colours as well; the dashes of the lines differ too. */
    private static final List<String> COLOURS =
            List.of("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#b8860b", "#7570b3", "#666666", "#a6761d");

    private static final List<String> DASHES = List.of("none", "7 3", "2 3", "9 3 2 3", "5 5", "1 4", "12 4", "3 1");

    private static final String STYLE = """
            text { font: 12px system-ui, sans-serif; fill: #24292f }
            .title { font-size: 15px; font-weight: 600 }
            .grid { stroke: #d0d7de; stroke-width: 1 }
            .axis { stroke: #57606a; stroke-width: 1 }
            .line { fill: none; stroke-width: 2 }
            .band { stroke: none; opacity: 0.18 }
            @media (prefers-color-scheme: dark) {
              text { fill: #e6edf3 }
              .grid { stroke: #30363d }
              .axis { stroke: #8d96a0 }
              .band { opacity: 0.3 }
            }
            """;

    SvgChart {
        series = List.copyOf(series);
    }

    /** The whole document. */
    String svg() {
        var places = series.stream()
                .flatMap(line -> line.points().stream())
                .map(Point::x)
                .distinct()
                .sorted()
                .toList();
        Scale across = Scale.of(xAxis.logarithmic(), places, LEFT, WIDTH - RIGHT);
        var heights = new ArrayList<Double>();
        series.forEach(line -> line.points().forEach(point -> heights.addAll(List.of(point.lower(), point.upper()))));
        if (!yAxis.logarithmic()) {
            heights.add(0.0);
        }
        Scale up = Scale.of(yAxis.logarithmic(), heights, HEIGHT - BOTTOM, TOP);
        var svg = new StringBuilder();
        svg.append("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\">\n"
                .formatted(WIDTH, HEIGHT));
        svg.append("<title>")
                .append(escaped(title))
                .append("</title>\n<style>\n")
                .append(STYLE)
                .append("</style>\n");
        svg.append(text(LEFT, 22, "start", "title", title));
        axes(svg, across, up, places);
        for (int i = 0; i < series.size(); i++) {
            line(svg, series.get(i), i, across, up);
        }
        return svg.append("</svg>\n").toString();
    }

    private void axes(StringBuilder svg, Scale across, Scale up, List<Double> places) {
        for (double tick : up.ticks()) {
            double y = up.at(tick);
            svg.append(rule("grid", LEFT, y, WIDTH - RIGHT, y));
            svg.append(text(LEFT - 8, y + 4, "end", "", yAxis.label().apply(tick)));
        }
        double last = Double.NEGATIVE_INFINITY;
        for (double place : places) {
            double x = across.at(place);
            svg.append(rule("grid", x, TOP, x, HEIGHT - BOTTOM));
            if (x - last > 48) {
                svg.append(text(
                        x, HEIGHT - BOTTOM + 18, "middle", "", xAxis.label().apply(place)));
                last = x;
            }
        }
        svg.append(rule("axis", LEFT, HEIGHT - BOTTOM, WIDTH - RIGHT, HEIGHT - BOTTOM));
        svg.append(rule("axis", LEFT, TOP, LEFT, HEIGHT - BOTTOM));
        svg.append(text((LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 14, "middle", "", xAxis.name()));
        double middle = (TOP + HEIGHT - BOTTOM) / 2.0;
        svg.append("<text x=\"16\" y=\"%s\" text-anchor=\"middle\" transform=\"rotate(-90 16 %s)\">%s</text>\n"
                .formatted(number(middle), number(middle), escaped(yAxis.name())));
    }

    private static void line(StringBuilder svg, Series line, int index, Scale across, Scale up) {
        String colour = COLOURS.get(line.hue() % COLOURS.size());
        String dash = DASHES.get(line.hue() % DASHES.size());
        var upper = new StringBuilder();
        var lower = new StringBuilder();
        var middle = new StringBuilder();
        for (Point point : line.points()) {
            String x = number(across.at(point.x()));
            upper.append(x).append(',').append(number(up.at(point.upper()))).append(' ');
            lower.insert(0, x + "," + number(up.at(point.lower())) + " ");
            middle.append(x).append(',').append(number(up.at(point.median()))).append(' ');
        }
        svg.append("<polygon class=\"band\" fill=\"%s\" points=\"%s\"/>\n"
                .formatted(colour, (upper.toString() + lower).trim()));
        svg.append("<polyline class=\"line\" stroke=\"%s\" stroke-dasharray=\"%s\" points=\"%s\"/>\n"
                .formatted(colour, dash, middle.toString().trim()));
        for (Point point : line.points()) {
            svg.append("<circle cx=\"%s\" cy=\"%s\" r=\"3\" fill=\"%s\"/>\n"
                    .formatted(number(across.at(point.x())), number(up.at(point.median())), colour));
        }
        int y = TOP + 12 + 20 * index;
        int x = WIDTH - RIGHT + 12;
        svg.append(
                "<line class=\"line\" stroke=\"%s\" stroke-dasharray=\"%s\" x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\"/>\n"
                        .formatted(colour, dash, x, y - 4, x + 24, y - 4));
        svg.append(text(x + 30, y, "start", "", line.name()));
    }

    private static String rule(String type, double x1, double y1, double x2, double y2) {
        return "<line class=\"%s\" x1=\"%s\" y1=\"%s\" x2=\"%s\" y2=\"%s\"/>\n"
                .formatted(type, number(x1), number(y1), number(x2), number(y2));
    }

    private static String text(double x, double y, String anchor, String type, String text) {
        return "<text%s x=\"%s\" y=\"%s\" text-anchor=\"%s\">%s</text>\n"
                .formatted(
                        type.isEmpty() ? "" : " class=\"" + type + "\"", number(x), number(y), anchor, escaped(text));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private static String number(double number) {
        return String.format(Locale.ROOT, "%.1f", number);
    }

    /**
     * An axis.
     *
     * @param name what is counted, with its unit
     * @param logarithmic whether equal ratios are equally far apart
     * @param label how a place is written
     */
    record Axis(String name, boolean logarithmic, DoubleFunction<String> label) {}

    /**
     * A line.
     *
     * @param name what it is called in the legend
     * @param hue which colour and dashes it has, the same for the same contestant in all pictures
     * @param points from left to right
     */
    record Series(String name, int hue, List<Point> points) {

        Series {
            points = List.copyOf(points);
        }
    }

    /** A place with the quartiles and the median that were measured there. */
    record Point(double x, double lower, double median, double upper) {}

    /**
     * Where values stand in the picture.
     *
     * @param logarithmic whether by logarithm
     * @param least the least value
     * @param greatest the greatest, more than the least
     * @param from where the least stands
     * @param to where the greatest stands
     */
    record Scale(boolean logarithmic, double least, double greatest, double from, double to) {

        static Scale of(boolean logarithmic, List<Double> values, double from, double to) {
            double least = values.stream().mapToDouble(value -> value).min().orElse(0);
            double greatest = values.stream().mapToDouble(value -> value).max().orElse(1);
            if (logarithmic) {
                double smallest = least > 0 ? least : 1;
                return new Scale(true, smallest, greatest > smallest ? greatest : 10 * smallest, from, to);
            }
            return new Scale(false, least, greatest > least ? greatest : least + 1, from, to);
        }

        double at(double value) {
            double share = logarithmic
                    ? Math.log(Math.max(value, least) / least) / Math.log(greatest / least)
                    : (value - least) / (greatest - least);
            return from + share * (to - from);
        }

        /** Round values between both ends: 1, 2 and 5 times powers of ten, fewer of them over several powers. */
        List<Double> ticks() {
            var ticks = new ArrayList<Double>();
            if (!logarithmic) {
                double step = roundStep((greatest - least) / 5);
                for (double tick = Math.ceil(least / step) * step; tick <= greatest * 1.0001; tick += step) {
                    ticks.add(tick);
                }
                return ticks;
            }
            List<Integer> factors = greatest / least > 1000 ? List.of(1) : List.of(1, 2, 5);
            for (double power = Math.pow(10, Math.floor(Math.log10(least))); power <= greatest; power *= 10) {
                for (int factor : factors) {
                    if (power * factor >= least * 0.9999 && power * factor <= greatest * 1.0001) {
                        ticks.add(power * factor);
                    }
                }
            }
            return ticks;
        }

        private static double roundStep(double about) {
            double power = Math.pow(10, Math.floor(Math.log10(about)));
            return about / power <= 1
                    ? power
                    : about / power <= 2 ? 2 * power : about / power <= 5 ? 5 * power : 10 * power;
        }
    }
}
