package io.gatehouse.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoadOptionsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--rounds=0",
                "--seconds=0",
                "--warmup=-1",
                "--connections=0",
                "--body=-1",
                "--body=99999999",
                "--path=/elsewhere",
                "--only=varnish",
                "--java=/nowhere",
                "--unknown",
            })
    void refusesWhatMakesNoSense(String option) {
        var errors = new StringWriter();

        int status = LoadRun.command().setErr(new PrintWriter(errors)).execute(option);

        assertThat(status).isEqualTo(2);
        assertThat(errors.toString()).isNotBlank();
    }

    @Test
    void explainsItself() {
        var text = new StringWriter();

        assertThat(LoadRun.command().setOut(new PrintWriter(text)).execute("--help"))
                .isZero();
        assertThat(text.toString()).contains("--rounds", "default 9", "--jvm-options");
    }
}
