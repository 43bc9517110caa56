package io.gatehouse.benchmarks.load.generator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatehouse.benchmarks.load.generator.LoadClient.LoadOrder;
import io.gatehouse.benchmarks.load.generator.LoadGenerator.Load;
import io.gatehouse.benchmarks.load.generator.Workload.Ask;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinesTest {

    private static final LoadOrder ORDER = new LoadOrder(81, 64, 3, 12.5, Duration.ofSeconds(2));
    private static final Workload TWO =
            new Workload(List.of(new Ask("/a/b", Map.of("key", "k\"1")), new Ask("/c", Map.of())), 3, 64, 0);

    @TempDir
    Path folder;

    @Test
    void ordersAndResultsSurviveTheWayToTheChildAndBack() {
        var load = new Load(1, 2, 3, 4, 5, 6);

        assertThat(LoadOrder.parse(ORDER.toLine() + "\n")).isEqualTo(ORDER);
        assertThat(Load.parse(load.toLine() + "\n")).isEqualTo(load);
    }

    @Test
    void refusesOtherLines() {
        assertThatThrownBy(() -> LoadOrder.parse("nonsense")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Load.parse("1 2 3")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void asksTheWayItIsTold() throws IOException {
        Path file = folder.resolve("asks");
        LoadClient.writeHeads(file, 81, TWO);

        assertThat(LoadClient.readHeads(file))
                .extracting(String::new)
                .containsExactly(
                        "POST /a/b HTTP/1.1\r\nHost: 127.0.0.1:81\r\nkey: k\"1\r\nContent-Length: 3\r\n\r\n",
                        "POST /c HTTP/1.1\r\nHost: 127.0.0.1:81\r\nContent-Length: 3\r\n\r\n");
        assertThat(new Ask("/", Map.of()).head(1, 0)).isEqualTo("GET / HTTP/1.1\r\nHost: 127.0.0.1:1\r\n\r\n");
    }

    @Test
    void tellsWrkTheSame() {
        assertThat(Wrk.script(TWO))
                .contains("{\"/a/b\",{[\"key\"]=\"k\\\"1\"}},\n{\"/c\",{}}", "wrk.method = \"POST\"")
                .contains("string.rep(\"x\", 3)");
    }

    @Test
    void findsTheResultInWhatWrkPrints() throws IOException {
        String output = """
                Running 1s test @ http://127.0.0.1:8080
                  1 threads and 64 connections
                  Thread Stats   Avg      Stdev     Max   +/- Stdev
                    Latency     1.01ms  330.67us  11.67ms   91.19%
                  64021 requests in 1.00s, 80.11MB read
                RESULT 64021 1000123000 950 2100 5400 0
                """;

        assertThat(Wrk.result(output)).isEqualTo(new Load(64_021, 1_000_123_000, 950, 2100, 5400, 0));
        assertThatThrownBy(() -> Wrk.result("unable to connect")).isInstanceOf(IOException.class);
    }
}
