package io.gatehouse.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Where standard output and standard error are pipes that nobody reads, the program works and ends as usual. */
@Tag("slow")
@Execution(ExecutionMode.CONCURRENT)
class UnreadOutputTest {

    private static final Pattern LISTENING = Pattern.compile("listening on (http://\\S+), admin on (http://\\S+), ");
    private static final Pattern DROPPED =
            Pattern.compile("gatehouse_log_lines_total\\{outcome=\"dropped\"} ([1-9].*)");
    /** The log at trace holds the targets of requests, so that few of them fill it. */
    private static final String LONG = "/" + "x".repeat(8000);

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<HttpServer> upstreams = new ArrayList<>();

    @TempDir
    private Path folder;

    @AfterEach
    void stop() {
        upstreams.forEach(upstream -> upstream.stop(0));
    }

    @Test
    void reloadsServesAnswersProbesAndStops() throws Exception {
        int one = upstream("one");
        int two = upstream("two");
        Path file = Files.writeString(folder.resolve("gateway.yml"), """
                listen: { address: 127.0.0.1:0 }
                admin: { address: 127.0.0.1:0 }
                registry: { file: { path: services.yml, watch: false } }
                """);
        register(one);
        Process process = started("trace", "run", "--config", file.toString());
        try (var err = new BufferedReader(new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8))) {
            Matcher listening = LISTENING.matcher(readUntil(err, line -> line.contains("listening on")));
            assertThat(listening.find()).isTrue();
            String orders = listening.group(1) + "/orders";
            String admin = listening.group(2);
            do {
                for (int i = 0; i < 50; i++) {
                    assertThat(get(orders + LONG)).isEqualTo("one");
                }
            } while (!DROPPED.matcher(get(admin + "/metrics")).find());

            register(two);
            assertThat(post(admin + "/reload").statusCode()).isEqualTo(200);
            assertThat(get(orders)).isEqualTo("two");
            register(one);
            assertThat(post(admin + "/reload").statusCode()).isEqualTo(200);
            assertThat(get(orders)).isEqualTo("one");
            assertThat(get(admin + "/livez")).contains("alive");

            assertThat(process.toHandle().destroy()).isTrue();
            assertEnds(process, 0);
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void saysHowMuchWasLostOnceSomebodyReadsAgain() throws Exception {
        Path file = Files.writeString(folder.resolve("gateway.yml"), """
                listen: { address: 127.0.0.1:0 }
                admin: { address: 127.0.0.1:0 }
                registry: { file: { path: services.yml, watch: false } }
                """);
        register(upstream("one"));
        Process process = started("trace", "run", "--config", file.toString());
        try (var err = new BufferedReader(new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8))) {
            Matcher listening = LISTENING.matcher(readUntil(err, line -> line.contains("listening on")));
            assertThat(listening.find()).isTrue();
            String admin = listening.group(2);
            do {
                for (int i = 0; i < 50; i++) {
                    get(listening.group(1) + "/orders" + LONG);
                }
            } while (!DROPPED.matcher(get(admin + "/metrics")).find());

            assertThat(readUntil(err, line -> line.contains("lines were dropped")))
                    .matches(".* WARN +ProgramLog: \\d+ lines were dropped, nobody read them in time");
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void stopsTheDemonstration() throws Exception {
        Process process = started("info", "demo", "--port", "0");
        try (var out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            String gateway = readUntil(out, line -> line.startsWith("gateway ")).split(" +", -1)[1];
            readUntil(out, line -> line.contains("CALLS AS THEY PASS"));
            for (int i = 0; i < 2000; i++) {
                get(gateway + "/nothing/of/the/kind/as/long/as/it/is");
            }
            assertThat(process.toHandle().destroy()).isTrue();
            assertEnds(process, 0);
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void endsByASignalWhileItTellsProblemsThatNobodyReads() throws Exception {
        var problems = new StringBuilder("listen: { address: 127.0.0.1:0 }\n");
        for (int i = 0; i < 1000; i++) {
            problems.append("there-is-no-key-of-this-name-and-there-never-was-")
                    .append(i)
                    .append(": 1\n");
        }
        Path file = Files.writeString(folder.resolve("gateway.yml"), problems);
        Process process = started("info", "run", "--config", file.toString());
        try {
            // More is to come than a pipe takes.
            assertThat(process.getErrorStream().readNBytes(1000)).hasSize(1000);
            assertThat(process.toHandle().destroy()).isTrue();
            assertEnds(process, 128 + 15);
        } finally {
            process.destroyForcibly();
        }
    }

    /** The program, which is ended where it hangs: whoever waits for it would wait for ever. */
    private static Process started(String level, String... arguments) throws IOException {
        Process process = Program.unread(List.of(), Map.of("GATEHOUSE_LOG", level), arguments);
        CompletableFuture.delayedExecutor(2 * LIMIT.toSeconds(), TimeUnit.SECONDS)
                .execute(process::destroyForcibly);
        return process;
    }

    private static void assertEnds(Process process, int code) throws InterruptedException {
        assertThat(process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS))
                .as("ends")
                .isTrue();
        assertThat(process.exitValue()).isEqualTo(code);
    }

    private static String readUntil(BufferedReader reader, Predicate<String> wanted) throws IOException {
        String line = reader.readLine();
        while (line != null && !wanted.test(line)) {
            line = reader.readLine();
        }
        assertThat(line).as("the line that is awaited").isNotNull();
        return line;
    }

    private int upstream(String answer) throws IOException {
        HttpServer upstream =
                HttpServer.create(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0), 0);
        upstream.createContext("/", exchange -> {
            byte[] body = answer.getBytes(StandardCharsets.US_ASCII);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        upstream.start();
        upstreams.add(upstream);
        return upstream.getAddress().getPort();
    }

    private void register(int port) throws IOException {
        Files.writeString(
                folder.resolve("services.yml"),
                "services: { orders: { versions: { \"1\": { hosts: [\"http://127.0.0.1:" + port
                        + "\"], requires: [] } } } }\n");
    }

    private String get(String url) throws Exception {
        return client.send(
                        HttpRequest.newBuilder(URI.create(url)).timeout(LIMIT).build(), BodyHandlers.ofString())
                .body();
    }

    private HttpResponse<String> post(String url) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create(url))
                        .timeout(LIMIT)
                        .POST(BodyPublishers.noBody())
                        .build(),
                BodyHandlers.ofString());
    }
}
