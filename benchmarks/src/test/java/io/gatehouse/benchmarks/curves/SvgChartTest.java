package io.gatehouse.benchmarks.curves;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.benchmarks.curves.SvgChart.Axis;
import io.gatehouse.benchmarks.curves.SvgChart.Point;
import io.gatehouse.benchmarks.curves.SvgChart.Scale;
import io.gatehouse.benchmarks.curves.SvgChart.Series;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

class SvgChartTest {

    private static final SvgChart CHART = new SvgChart(
            "Cost & <more>",
            new Axis("keys", true, Charts::count),
            new Axis("µs", false, Charts::count),
            List.of(
                    new Series("ours", 0, List.of(new Point(1, 10, 20, 30), new Point(100, 40, 45, 50))),
                    new Series("theirs", 1, List.of(new Point(1, 5, 5, 5), new Point(10, 5, 6, 7)))));

    @Test
    void isXmlWithLinesBandsLegendAndAxes() throws Exception {
        Document svg = parsed(CHART);

        assertThat(texts(svg)).contains("Cost & <more>", "keys", "µs", "ours", "theirs", "1", "10", "100", "50");
        assertThat(svg.getElementsByTagName("polygon").getLength()).isEqualTo(2);
        assertThat(svg.getElementsByTagName("polyline").getLength()).isEqualTo(2);
        assertThat(svg.getElementsByTagName("circle").getLength()).isEqualTo(4);
        assertThat(svg.getElementsByTagName("style").item(0).getTextContent()).contains("prefers-color-scheme: dark");
    }

    @Test
    void drawsTheMedianBetweenTheQuartiles() throws Exception {
        Document svg = parsed(CHART);

        String line = ((Element) svg.getElementsByTagName("polyline").item(0)).getAttribute("points");
        String band = ((Element) svg.getElementsByTagName("polygon").item(0)).getAttribute("points");
        // From 0 at the bottom (364) to 50 at the top (40); from 1 at the left (72) to 100 at the right (610).
        assertThat(line).isEqualTo("72.0,234.4 610.0,72.4");
        assertThat(band).isEqualTo("72.0,169.6 610.0,40.0 610.0,104.8 72.0,299.2");
    }

    @Test
    void ticksAreRound() {
        assertThat(Scale.of(true, List.of(1.0, 100_000.0), 0, 1).ticks())
                .containsExactly(1.0, 10.0, 100.0, 1000.0, 10_000.0, 100_000.0);
        assertThat(Scale.of(true, List.of(3.0, 30.0), 0, 1).ticks()).containsExactly(5.0, 10.0, 20.0);
        assertThat(Scale.of(false, List.of(0.0, 45.0), 0, 1).ticks()).containsExactly(0.0, 10.0, 20.0, 30.0, 40.0);
    }

    @Test
    void oneValueOrNothingIsNoReasonToFail() throws Exception {
        var axis = new Axis("x", true, Charts::count);
        parsed(new SvgChart("one", axis, axis, List.of(new Series("a", 9, List.of(new Point(0, 0, 0, 0))))));
        parsed(new SvgChart("none", axis, axis, List.of()));
        assertThat(new Scale(true, 1, 10, 0, 100).at(0)).isZero();
    }

    @Test
    void writesNumbersShort() {
        assertThat(Charts.count(1_234_567.8)).isEqualTo("1,234,568");
        assertThat(Charts.count(12.34)).isEqualTo("12.3");
        assertThat(Charts.count(0.7512)).isEqualTo("0.75");
        assertThat(Charts.bytes(10 << 20)).isEqualTo("10 MiB");
        assertThat(Charts.bytes(1024)).isEqualTo("1 KiB");
        assertThat(Charts.bytes(12)).isEqualTo("12 B");
    }

    private static Document parsed(SvgChart chart) throws Exception {
        byte[] bytes = chart.svg().getBytes(StandardCharsets.UTF_8);
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new ByteArrayInputStream(bytes));
    }

    private static List<String> texts(Document svg) {
        var all = svg.getElementsByTagName("text");
        return IntStream.range(0, all.getLength())
                .mapToObj(n -> all.item(n).getTextContent())
                .toList();
    }
}
