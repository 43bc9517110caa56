package io.gatehouse.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("proof")
class LoadRunTest {

    @Test
    void measuresWithNothingButAJdk() {
        String report = run("bare", "--mode=unpinned", "--backend=java", "--load=built_in");

        assertThat(report).contains("unpinned").contains("built-in client").containsPattern("median +bare +[1-9]");
    }

    @Test
    void comparesTheGatewayWithTheBareProxy() {
        assertThat(run("gatehouse,bare")).containsPattern("gatehouse / bare +CPU +1/1 +[0-9.]+");
    }

    private static String run(String only, String... options) {
        var text = new StringWriter();
        var line = LoadRun.command().setOut(new PrintWriter(text)).setErr(new PrintWriter(text));
        var arguments = new ArrayList<>(List.of(options));
        arguments.addAll(List.of("--only=" + only, "--rounds=1", "--seconds=1", "--warmup=1", "--noise=8"));

        int status = line.execute(arguments.toArray(String[]::new));

        assertThat(status).as(text.toString()).isZero();
        return text.toString();
    }
}
