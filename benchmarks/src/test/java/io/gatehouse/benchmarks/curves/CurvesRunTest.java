package io.gatehouse.benchmarks.curves;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CurvesRunTest {

    @TempDir
    Path docs;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--rounds=-1",
                "--seconds=-1",
                "--warmup=-1",
                "--at-most=0",
                "--noise=-1",
                "--curves=moods",
                "--only=varnish",
                "--java=/nowhere",
                "--docs=/nowhere",
                "--unknown",
            })
    void refusesWhatMakesNoSense(String option) throws IOException {
        var errors = new StringWriter();

        assertThat(run(errors, option)).isEqualTo(2);
        assertThat(errors.toString()).isNotBlank();
    }

    @Test
    void explainsItself() throws IOException {
        var text = new StringWriter();

        assertThat(run(text, "--help")).isZero();
        assertThat(text.toString()).contains("--curves", "--quick", "--java", "--render");
    }

    @Test
    @Tag("proof")
    void measuresWithNothingButAJdk() throws IOException {
        var text = new StringWriter();

        int status = run(
                text,
                "--curves=requests,allocation",
                "--built-in",
                "--unpinned",
                "--rounds=1",
                "--seconds=1",
                "--warmup=1",
                "--noise=99");

        assertThat(status).as(text.toString()).isZero();
        assertThat(docs.resolve("performance.md"))
                .content()
                .contains("gatehouse / bare", "Bytes allocated for a GET", "haproxy");
    }

    private int run(StringWriter text, String... options) throws IOException {
        Files.writeString(
                docs.resolve("performance.md"),
                "<!-- figures: written by benchmarks/curves, not by hand -->\n<!-- end of figures -->\n");
        var arguments = new ArrayList<>(List.of(options));
        if (arguments.stream().noneMatch(option -> option.startsWith("--docs"))) {
            arguments.add("--docs=" + docs);
        }
        var writer = new PrintWriter(text);
        return CurvesRun.command().setOut(writer).setErr(writer).execute(arguments.toArray(String[]::new));
    }
}
