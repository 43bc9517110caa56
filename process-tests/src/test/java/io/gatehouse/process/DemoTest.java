package io.gatehouse.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoTest {

    private final HttpClient client = HttpClient.newHttpClient();

    @TempDir
    private Path temporary;

    @Test
    void showsEachCallAsItPasses() throws Exception {
        try (Program demo = start()) {
            Path folder = Path.of(word(demo, "files", 1));

            assertThat(status(calls(demo).get(0))).isEqualTo(200);
            assertThat(demo.awaitOut(line -> line.contains("  GET    /orders/items")))
                    .matches("\\d\\d:\\d\\d:\\d\\d  GET    /orders/items +200  orders-\\d +\\d+\\.\\d ms");
            assertThat(folder).isDirectory();

            stop(demo);
            assertThat(folder).doesNotExist();
            assertThat(demo.out()).noneMatch(line -> line.contains("\u001b"));
        }
    }

    @Test
    void answersEveryCallWithTheStatusAboveIt() throws Exception {
        try (Program demo = start()) {
            List<String> lines = demo.out();
            var told = new ArrayList<String>();
            var seen = new ArrayList<String>();
            for (String call : calls(demo)) {
                told.add(lines.get(lines.indexOf(call) - 1).replaceAll("^# (\\d{3})  .+", "$1") + " " + call);
                seen.add(status(call) + " " + call);
            }

            assertThat(seen).isEqualTo(told);
            assertThat(seen.get(0)).startsWith("200 ");
            assertThat(seen).extracting(line -> line.substring(0, 3)).contains("401", "403", "404", "400", "429");
            stop(demo);
        }
    }

    @Test
    void losesNoCallWhileAHostIsUnhealthy() throws Exception {
        try (Program demo = start()) {
            List<String> calls = calls(demo);

            assertThat(status(the(calls, "/orders/unhealthy"))).isEqualTo(200);
            demo.awaitErr(line -> line.contains(" orders:1: "));
            assertHosts(calls.get(0), Set.of("orders-1", "orders-2"));
            assertThat(status(the(calls, "/orders/healthy"))).isEqualTo(200);
            demo.awaitErr(line -> line.endsWith(" orders:1"));
            assertHosts(calls.get(0), Set.of("orders-1", "orders-2", "orders-3"));
            stop(demo);
        }
    }

    private Program start() throws Exception {
        Program demo = Program.start(List.of("-Djava.io.tmpdir=" + temporary), Map.of(), "demo", "--port", "0");
        demo.awaitOut(line -> line.startsWith("CALLS AS THEY PASS"));
        return demo;
    }

    private void stop(Program demo) throws Exception {
        demo.terminate();
        assertThat(demo.exitCode()).isZero();
        try (Stream<Path> left = Files.list(temporary)) {
            assertThat(left.filter(file -> file.getFileName().toString().startsWith("gatehouse")))
                    .isEmpty();
        }
    }

    private static List<String> calls(Program demo) {
        return demo.out().stream().filter(line -> line.startsWith("curl ")).toList();
    }

    private static String the(List<String> calls, String path) {
        return calls.stream().filter(call -> call.endsWith(path)).findFirst().orElseThrow();
    }

    private void assertHosts(String call, Set<String> wanted) throws Exception {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 6; i++) {
            HttpResponse<String> answer = send(call);
            assertThat(answer.statusCode()).isEqualTo(200);
            seen.add(answer.body().replaceAll("(?s).*\"host\" : \"(orders-\\d)\".*", "$1"));
        }
        assertThat(seen).isEqualTo(wanted);
    }

    private int status(String call) throws Exception {
        return send(call).statusCode();
    }

    /** The last answer to the call. */
    private HttpResponse<String> send(String call) throws Exception {
        HttpResponse<String> answer = null;
        for (HttpRequest request : CurlLine.requests(call)) {
            answer = client.send(request, BodyHandlers.ofString());
        }
        return Objects.requireNonNull(answer);
    }

    private static String word(Program demo, String line, int index) {
        return demo.awaitOut(text -> text.startsWith(line + " ")).split(" +", -1)[index];
    }
}
