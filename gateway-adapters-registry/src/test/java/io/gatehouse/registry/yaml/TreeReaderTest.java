package io.gatehouse.registry.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.configuration.Node;
import io.gatehouse.configuration.Problems;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class TreeReaderTest {

    private static final ReadingLimits SMALL = new ReadingLimits(1 << 20, 50, 10_000, 1000);

    private final Problems problems = new Problems();

    private Node.@Nullable Mapping read(String name, String text) {
        return TreeReader.mapping(name, text.getBytes(StandardCharsets.UTF_8), SMALL, problems);
    }

    private Node.@Nullable Mapping yaml(String text) {
        return read("x.yml", text);
    }

    private Node.Scalar scalar(String text) {
        return (Node.Scalar) yaml("k: " + text + "\n").entries().get(0).value();
    }

    @Test
    void keepsPlacesOfKeysAndValues() {
        Node.Entry entry = yaml("a: 1\nb:\n  - x\n").entries().get(1);
        assertThat(entry.origin()).hasToString("x.yml:2:1");
        assertThat(((Node.Sequence) entry.value()).items().get(0).origin()).hasToString("x.yml:3:5");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1.10|NUMBER|1.10",
                "'\"1\"'|TEXT|1",
                "off|TEXT|off",
                "yes|TEXT|yes",
                "true|BOOLEAN|true",
                "null|NULL|null",
                "~|NULL|~",
                "'\"\"'|TEXT|''",
                "010|NUMBER|010",
                "0x1F|NUMBER|0x1F",
                "60s|TEXT|60s",
                "12:30|TEXT|12:30",
                "2030-01-01T00:00:00Z|TEXT|2030-01-01T00:00:00Z",
                "1_000|NUMBER|1_000"
            })
    void keepsScalarsAsTheyAreWritten(String written, Node.Kind kind, String text) {
        assertThat(scalar(written))
                .extracting(Node.Scalar::kind, Node.Scalar::text)
                .containsExactly(kind, text);
    }

    @Test
    void anEmptyValueIsNotNull() {
        assertThat(scalar("")).extracting(Node.Scalar::kind, Node.Scalar::text).containsExactly(Node.Kind.TEXT, "");
    }

    @Test
    void keepsDuplicates() {
        assertThat(yaml("a: 1\na: 2\n").entries()).extracting(Node.Entry::key).containsExactly("a", "a");
    }

    @Test
    void acceptsAByteOrderMarkAndWindowsLineEnds() {
        Node.Mapping mapping = yaml("\uFEFFa: 1\r\nb: 2\r\n");
        assertThat(mapping.entries()).extracting(Node.Entry::key).containsExactly("a", "b");
        assertThat(mapping.entries().get(1).origin()).hasToString("x.yml:2:1");
    }

    @Test
    void readsJson() {
        Node.Mapping mapping = read("x.json", "{\n\t\"a\": [1.50, true, null, \"\"]\n}");
        Node.Sequence list = (Node.Sequence) mapping.entries().get(0).value();
        assertThat(list.items())
                .extracting(item -> ((Node.Scalar) item).kind() + ((Node.Scalar) item).text())
                .containsExactly("NUMBER1.50", "BOOLEANtrue", "NULLnull", "TEXT");
        assertThat(list.items().get(0).origin()).hasToString("x.json:2:8");
    }

    static List<List<String>> hostile() {
        return List.of(
                List.of("", "x.yml:1:1: nothing"),
                List.of("# only words\n", "x.yml:1:1: nothing"),
                List.of("just text", "x.yml:1:1: a single value or a list (expected a mapping"),
                List.of("- a\n- b\n", "a single value or a list"),
                List.of("a: &x [1]\nb: *x\n", "x.yml:2:4: an alias"),
                List.of("a: &x {b: 1}\nc:\n  <<: *x\n", "x.yml:3:7: an alias"),
                List.of("a: !!java.net.URL [\"http://x\"]\n", "x.yml:1:4: a tag"),
                List.of("a: !!javax.script.ScriptEngineManager []\n", "a tag"),
                List.of("a: !secret x\n", "a tag"),
                List.of("a: 1\n---\nb: 2\n", "x.yml:3:1: a second document"),
                List.of("a:\n\tb: 1\n", "x.yml:2:1: a tab (expected spaces)"),
                List.of("a: \"never closed\nb: 1\n", "a quote that is never closed"),
                List.of("a: [1, 2\n", "x.yml:2:1:"),
                List.of("a: b: c\n", "x.yml:1:5: a colon that makes no sense here"),
                List.of("a: 1\n  b: 2\n", "x.yml:2:"),
                List.of("? [complex, key]\n: 1\n", "x.yml:1:"),
                List.of("\"\": 1\n", "an empty key"),
                List.of("a: x\u0000y\n", "x.yml:1:5: the control character U+0000"),
                List.of("a: \u001b[31m\n", "the control character U+001B"),
                List.of("a: " + "x".repeat(5000) + "\n", "x.yml:1:"),
                List.of("a: " + "[".repeat(100_000), "x.yml:1:"),
                List.of("a: " + "{b: ".repeat(100_000), "x.yml:1:"),
                List.of(indented(2_000), "x.yml:"),
                List.of("a: [" + "1,".repeat(20_000) + "1]\n", "more values than 10000"),
                List.of("%YAML 9.9\n---\na: 1\n", "x.yml:"),
                List.of("a: @x\n", "x.yml:1:4"),
                List.of("a: `x`\n", "x.yml:1:4"),
                List.of("{a: 1}}\n", "x.yml:1:7"),
                List.of(
                        "a: { b: ${X} }\n",
                        "x.yml:1:10: a placeholder without quotes between { } or [ ] (expected it in quotes, such as"),
                List.of("x: 1\na: [${X:-y}, b]\n", "x.yml:2:6: a placeholder without quotes between"),
                List.of("a: { b: x{X} }\n", "x.yml:1:10: something unreadable"));
    }

    private static String indented(int depth) {
        return IntStream.range(0, depth).mapToObj(i -> " ".repeat(i) + "a:\n").collect(Collectors.joining());
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void tellsWhatCannotBeRead(List<String> row) {
        long start = System.nanoTime();
        assertThat(yaml(row.get(0))).isNull();
        assertThat(problems.list()).hasSize(1);
        assertThat(problems.list().get(0).toString()).contains(row.get(1)).contains("(expected ");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(60));
    }

    @Test
    void anAliasBombIsRefusedAtItsFirstAlias() {
        String bomb = "a: &a [x,x,x,x,x,x,x,x,x]\n"
                + IntStream.range(1, 20)
                        .mapToObj(i -> "b" + i + ": &b" + i + " [*a,*a,*a,*a,*a,*a,*a,*a,*a]\n")
                        .collect(Collectors.joining());
        assertThat(yaml(bomb)).isNull();
        assertThat(problems.toString()).contains("x.yml:2:10: an alias");
    }

    @Test
    void tellsWhereBytesAreNotText() {
        byte[] bytes = "a: 1\nb: \u00e9".getBytes(StandardCharsets.ISO_8859_1);
        assertThat(TreeReader.mapping("x.yml", bytes, SMALL, problems)).isNull();
        assertThat(problems.toString()).contains("x.yml:2:4: bytes that are not UTF-8");
    }

    @ParameterizedTest
    @CsvSource({"'{\"a\": hunter2}'", "'{\"a\": \"hunter2'", "'{\"hunter2\" 1}'", "'{\"a\": 1} {\"b\": 2}'", "'[]'"})
    void brokenJsonIsToldWithoutItsText(String text) {
        assertThat(read("x.json", text)).isNull();
        assertThat(problems.toString()).contains("x.json:1:").doesNotContain("hunter2");
    }

    @Test
    void brokenYamlIsToldWithoutItsText() {
        assertThat(yaml("secret: \"hunter2\n  value: hunter2\n x: [hunter2\n")).isNull();
        assertThat(problems.toString()).doesNotContain("hunter2");
    }
}
