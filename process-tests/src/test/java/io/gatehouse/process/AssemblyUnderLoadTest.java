package io.gatehouse.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.app.endtoend.Backend;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole program in a heap of 128 MiB: many requests leave nothing behind, and huge bodies stream through. */
@Tag("proof")
class AssemblyUnderLoadTest {

    private static final Pattern LISTENING =
            Pattern.compile("listening on http://127\\.0\\.0\\.1:(\\d+), admin on (http://[0-9.:]+), ");
    private static final Pattern OLD =
            Pattern.compile("jvm_memory_used_bytes\\{area=\"heap\",id=\".*(Old|Tenured).*} (\\S+)");
    private static final Pattern GOOD = Pattern.compile(
            "http_server_request_duration_seconds_count\\{.*http_response_status_code=\"2..\".*} (\\S+)");
    private static final Pattern REJECTED = Pattern.compile("gatehouse_rejections_total\\{.*} (\\S+)");
    private static final Pattern BUSY =
            Pattern.compile("gatehouse_upstream_connections\\{state=\"(busy|connecting)\".*} (\\S+)");
    private static final int CONNECTIONS = 64;
    private static final int HALF = 50_000;
    private static final long GIBIBYTE = 1L << 30;
    private static final byte[] BLOCK = new byte[1 << 16];

    @TempDir
    private Path folder;

    private final HttpClient admin = HttpClient.newHttpClient();
    private Backend backend;
    private Program program;
    private int port;
    private String adminUrl;

    @BeforeEach
    void start() throws Exception {
        backend = Backend.start("swallowing", exchange -> exchange.dispatch(AssemblyUnderLoadTest::answer));
        Path file = Files.writeString(folder.resolve("gateway.yml"), """
                listen: { address: "127.0.0.1:0" }
                admin: { address: "127.0.0.1:0" }
                limits: { max-body-size: 2GB }
                access-log: { format: off }
                registry: { file: { path: services.yml, watch: false } }
                """);
        Files.writeString(
                folder.resolve("services.yml"),
                "services: { orders: { versions: { \"1\": { hosts: [\"" + backend.url()
                        + "\"], requires: [] } } } }\n");
        program = Program.start(
                List.of("-Xmx128m", "-XX:MaxDirectMemorySize=32m", "-XX:+UseSerialGC"),
                Map.of(),
                "run",
                "--config",
                file.toString());
        Matcher told = LISTENING.matcher(
                program.awaitErr(line -> LISTENING.matcher(line).find()));
        assertThat(told.find()).isTrue();
        port = Integer.parseInt(told.group(1));
        adminUrl = told.group(2);
    }

    @AfterEach
    void stop() throws Exception {
        program.terminate();
        assertThat(program.exitCode()).isZero();
        assertThat(program.err()).noneMatch(line -> line.contains("OutOfMemory") || line.contains("Exception"));
        backend.close();
    }

    @Test
    void leavesNothingBehindAfterAHundredThousandRequests() throws Exception {
        requests(HALF);
        double first = oldGeneration();
        requests(HALF);
        double second = oldGeneration();
        String metrics = metrics();
        System.out.printf("old generation after GC: %.0f KiB, then %.0f KiB%n", first / 1024, second / 1024);

        assertThat(sum(GOOD, metrics)).isEqualTo(2 * HALF);
        assertThat(sum(REJECTED, metrics)).isZero();
        assertThat(backend.calls()).isEqualTo(2 * HALF);
        assertThat(metrics).contains("http_server_active_requests 0.0\n");
        assertThat(sum(BUSY, metrics)).isZero();
        assertThat(second).isLessThan(first * 1.05 + (1 << 20));
    }

    @Test
    void streamsAGibibyteBothWays() throws Exception {
        for (String framing : List.of("Content-Length: " + GIBIBYTE, "Transfer-Encoding: chunked")) {
            try (var client = new KeepAliveClient(port)) {
                upload(client, framing);
                var answer = client.answer();
                assertThat(answer.status()).isEqualTo(200);
                assertThat(answer.start()).isEqualTo(Long.toString(GIBIBYTE));
            }
        }
        try (var client = new KeepAliveClient(port)) {
            client.send("GET /orders/huge HTTP/1.1\r\nHost: gw\r\n\r\n");
            var answer = client.answer();
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.length()).isEqualTo(GIBIBYTE);
        }
    }

    private static void upload(KeepAliveClient client, String framing) throws IOException {
        boolean chunked = framing.startsWith("Transfer");
        client.send("POST /orders HTTP/1.1\r\nHost: gw\r\n" + framing + "\r\n\r\n");
        for (long sent = 0; sent < GIBIBYTE; sent += BLOCK.length) {
            if (chunked) {
                client.send("10000\r\n").send(BLOCK).send("\r\n");
            } else {
                client.send(BLOCK);
            }
        }
        client.send(chunked ? "0\r\n\r\n" : "");
    }

    /** Answers a GET of {@code huge} with a gibibyte, and anything else with the size of its body. */
    private static void answer(HttpServerExchange exchange) throws IOException {
        exchange.startBlocking();
        long size = 0;
        InputStream in = exchange.getInputStream();
        byte[] buffer = new byte[BLOCK.length];
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            size += n;
        }
        OutputStream out = exchange.getOutputStream();
        if (exchange.getRequestPath().endsWith("/huge")) {
            exchange.getResponseHeaders().put(Headers.CONTENT_LENGTH, GIBIBYTE);
            for (long sent = 0; sent < GIBIBYTE; sent += BLOCK.length) {
                out.write(BLOCK);
            }
        } else {
            out.write(Long.toString(size).getBytes(StandardCharsets.US_ASCII));
        }
        out.close();
    }

    private void requests(int count) throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(CONNECTIONS);
        try {
            List<Future<Integer>> failures = new ArrayList<>();
            for (int i = 0; i < CONNECTIONS; i++) {
                int share = count / CONNECTIONS + (i < count % CONNECTIONS ? 1 : 0);
                failures.add(clients.submit(() -> failuresOf(share)));
            }
            for (Future<Integer> failed : failures) {
                assertThat(failed.get(5, TimeUnit.MINUTES)).isZero();
            }
        } finally {
            clients.shutdownNow();
        }
        await("nothing is in flight", () -> metrics().contains("http_server_active_requests 0.0\n"));
        await("no connection is busy", () -> sum(BUSY, metrics()) == 0);
    }

    private int failuresOf(int count) throws IOException {
        int failures = 0;
        try (var client = new KeepAliveClient(port)) {
            for (int i = 0; i < count; i++) {
                client.send("GET /orders/items/" + i + " HTTP/1.1\r\nHost: gw\r\n\r\n");
                failures += client.answer().status() == 200 ? 0 : 1;
            }
        }
        return failures;
    }

    private double oldGeneration() throws Exception {
        program.collectGarbage();
        double used = sum(OLD, metrics());
        assertThat(used).as("bytes").isPositive();
        return used;
    }

    private String metrics() throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(adminUrl + "/metrics")).build();
        return admin.send(request, BodyHandlers.ofString()).body();
    }

    /** The sum of the last group of each match. */
    private static double sum(Pattern pattern, String metrics) {
        return pattern.matcher(metrics)
                .results()
                .mapToDouble(found -> Double.parseDouble(found.group(found.groupCount())))
                .sum();
    }

    private interface Condition {
        boolean holds() throws IOException, InterruptedException;
    }

    private static void await(String what, Condition condition) throws Exception {
        var pace = new Pace();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!condition.holds()) {
            assertThat(System.nanoTime()).as("in time: %s", what).isLessThan(end);
            pace.after(100, TimeUnit.MILLISECONDS);
        }
    }
}
