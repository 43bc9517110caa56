package io.gatehouse.app.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class DemoTest {

    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void showsCallsThatWorkAndEachAsItPasses() throws Exception {
        try (Program demo = Program.start("demo", "--port", "0")) {
            demo.awaitOut(line -> line.startsWith("CALLS AS THEY PASS"));
            List<String> calls =
                    demo.out().stream().filter(line -> line.startsWith("curl ")).toList();
            Path folder = Path.of(word(demo, "files", 1));

            assertThat(status("GET", lastWord(calls.get(0)))).isEqualTo(200);
            assertThat(demo.awaitOut(line -> line.contains("  GET    /orders/items")))
                    .matches("\\d\\d:\\d\\d:\\d\\d  GET    /orders/items +200  orders-\\d +\\d+\\.\\d ms");
            assertThat(calls).hasSizeGreaterThan(5).allMatch(call -> call.contains("http://127.0.0.1:"));
            assertThat(folder).isDirectory();

            demo.terminate();
            assertThat(demo.exitCode()).isZero();
            assertThat(folder).doesNotExist();
            assertThat(demo.out()).noneMatch(line -> line.contains("\u001b"));
        }
    }

    @Test
    void losesNoCallWhileAHostIsSick() throws Exception {
        try (Program demo = Program.start("demo", "--port", "0")) {
            demo.awaitOut(line -> line.startsWith("CALLS AS THEY PASS"));
            String gateway = word(demo, "gateway", 1);

            assertThat(status("POST", gateway + "/orders/sick")).isEqualTo(200);
            awaitHosts(gateway, Set.of("orders-1", "orders-2"));
            assertThat(status("POST", gateway + "/orders/well")).isEqualTo(200);
            awaitHosts(gateway, Set.of("orders-1", "orders-2", "orders-3"));
        }
    }

    private void awaitHosts(String gateway, Set<String> wanted) throws Exception {
        Set<String> seen = new HashSet<>();
        for (int round = 0; round < 1000 && !seen.equals(wanted); round++) {
            seen.clear();
            for (int i = 0; i < 6; i++) {
                HttpResponse<String> answer = client.send(
                        HttpRequest.newBuilder(URI.create(gateway + "/orders/items"))
                                .build(),
                        BodyHandlers.ofString());
                assertThat(answer.statusCode()).isEqualTo(200);
                seen.add(answer.body().replaceAll("(?s).*\"host\" : \"(orders-\\d)\".*", "$1"));
            }
            LockSupport.parkNanos(10_000_000);
        }
        assertThat(seen).isEqualTo(wanted);
    }

    private int status(String method, String url) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                .method(method, BodyPublishers.noBody())
                .build();
        return client.send(request, BodyHandlers.discarding()).statusCode();
    }

    private static String word(Program demo, String line, int index) {
        return demo.awaitOut(text -> text.startsWith(line + " ")).split(" +", -1)[index];
    }

    private static String lastWord(String call) {
        return call.substring(call.lastIndexOf(' ') + 1);
    }
}
