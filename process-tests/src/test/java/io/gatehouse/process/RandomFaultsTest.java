package io.gatehouse.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.app.endtoend.Eventually;
import io.gatehouse.process.FaultyHost.Mood;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Upstreams that fail, hang, reset, drip, talk nonsense, come and go under load, and a registry that changes meanwhile: afterwards the
 * process holds what it held before. Two minutes, or as many as {@code -Dfaults.minutes=20} says.
 */
@Tag("proof")
class RandomFaultsTest {

    private static final Duration LENGTH = Duration.ofMinutes(Integer.getInteger("faults.minutes", 2));
    private static final int CLIENTS = 32;
    private static final int HOSTS = 6;
    private static final Mood[] MOODS = Mood.values();
    private static final Pattern LISTENING =
            Pattern.compile("listening on http://127\\.0\\.0\\.1:(\\d+), admin on (http://[0-9.:]+), ");

    private static final Pattern AT_REST = Pattern.compile(
            "(?m)^(http_server_active_requests|gatehouse_concurrency_in_flight"
                    + "|gatehouse_concurrency_waiting|gatehouse_upstream_in_flight|gatehouse_upstream_waiting"
                    + "|gatehouse_upstream_ejected|gatehouse_circuit_state|gatehouse_throttle_waiting)(\\{[^}]*})? (\\S+)$");
    private static final Pattern HEAP = Pattern.compile("jvm_memory_used_bytes\\{area=\"heap\".*} (\\S+)");

    private static final String REGISTRY = """
            services:
              orders:
                timeouts: { connect: 300ms, response: 500ms, idle: 1s, total: 3s }
                retry: { attempts: 2, on: [connect-failure, reset, response-timeout, 500, 503], per-try-timeout: 400ms, hedge: true }
                circuit-breaker: { failure-rate: 50%%, minimum-calls: 20, window: 2s, open-for: 500ms }
                outliers: { consecutive-failures: 3, eject-for: 500ms, at-longest: 2s, at-most: 70%%, slow-start: 1s }
                concurrency: { limit: %d, host-limit: { min: 2, max: 20 }, queue: { length: 20, timeout: %dms } }
                load-balancing: %s
                cache: {}
                compression: true
                versions: { "1": { hosts: [%s], requires: [] } }
              payments:
                timeouts: { connect: 300ms, response: 500ms, idle: 1s }
                retry: { attempts: 1, on: [connect-failure] }
                circuit-breaker: { consecutive-failures: 10, failure-rate: off, open-for: 500ms }
                outliers: { consecutive-failures: 3, eject-for: 500ms, at-longest: 2s }
                concurrency: { limit: 10 }
                idempotency: { keep: 1m }
                mirror: { to: "%s", share: 10%% }
                versions: { "1": { hosts: [%s], requires: [] } }
            """;

    @TempDir
    private Path folder;

    private final HttpClient client = HttpClient.newHttpClient();
    private final Random random = new Random(7);
    private final List<FaultyHost> hosts = new ArrayList<>();
    private final Map<Integer, AtomicLong> statuses = new TreeMap<>();
    private final AtomicInteger numbers = new AtomicInteger();
    private final AtomicLong cut = new AtomicLong();
    private Program program;
    private Path registry;
    private int port;
    private String admin;

    @BeforeEach
    void start() throws Exception {
        for (int n = 0; n < HOSTS; n++) {
            hosts.add(new FaultyHost());
        }
        registry = folder.resolve("services.yml");
        write();
        Path file = Files.writeString(folder.resolve("gateway.yml"), """
                listen: { address: "127.0.0.1:0" }
                admin: { address: "127.0.0.1:0" }
                access-log: { format: off }
                registry: { file: { path: services.yml, watch: false } }
                """);
        program = Program.start(List.of("-Xmx256m"), Map.of(), "run", "--config", file.toString());
        Matcher told = LISTENING.matcher(
                program.awaitErr(line -> LISTENING.matcher(line).find()));
        assertThat(told.find()).isTrue();
        port = Integer.parseInt(told.group(1));
        admin = told.group(2);
    }

    @AfterEach
    void stop() throws Exception {
        program.terminate();
        assertThat(program.exitCode()).isZero();
        for (FaultyHost host : hosts) {
            host.close();
        }
    }

    /** What the process holds when nobody calls. */
    private record Held(long descriptors, long threads, double heapMiB) {}

    @Test
    void holdsAfterwardsWhatItHeldBefore() throws Exception {
        faults(LENGTH.dividedBy(4));
        Held before = atRest();
        faults(LENGTH);
        Held after = atRest();
        System.out.printf(
                "%s of faults: %s -> %s, statuses %s, %d broken off%n", LENGTH, before, after, statuses, cut.get());

        assertThat(after.descriptors()).isLessThanOrEqualTo(before.descriptors() + 20);
        assertThat(after.threads()).isLessThanOrEqualTo(before.threads() + 5);
        assertThat(after.heapMiB()).isLessThanOrEqualTo(before.heapMiB() * 1.1 + 8);
        assertThat(statuses.keySet())
                .as("what clients are told")
                .contains(200, 500, 502, 503, 504)
                .isSubsetOf(200, 409, 422, 429, 500, 502, 503, 504);
        assertThat(program.err()).noneMatch(line -> line.contains("Exception") || line.contains("\tat "));
    }

    /** Clients that call for so long, while a host changes its mood several times a second and the registry every other. */
    private void faults(Duration length) throws Exception {
        var pace = new Pace();
        ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
        try {
            List<Future<?>> clients = new ArrayList<>();
            for (int n = 0; n < CLIENTS; n++) {
                var own = new Random(random.nextLong());
                clients.add(threads.submit(() -> {
                    call(own, pace);
                    return null;
                }));
            }
            long end = System.nanoTime() + length.toNanos();
            for (int n = 0; System.nanoTime() < end; n++) {
                Mood mood = random.nextInt(3) == 0 ? MOODS[random.nextInt(MOODS.length)] : Mood.GOOD;
                hosts.get(random.nextInt(HOSTS)).be(mood);
                if (n % 7 == 0) {
                    write();
                    reload();
                }
                pace.after(300, TimeUnit.MILLISECONDS);
            }
            pace.end();
            for (Future<?> one : clients) {
                one.get(60, TimeUnit.SECONDS);
            }
        } finally {
            pace.end();
            threads.shutdownNow();
        }
    }

    private void call(Random own, Pace pace) throws IOException {
        var client = new KeepAliveClient(port);
        while (pace.after(10, TimeUnit.MILLISECONDS)) {
            int number = numbers.incrementAndGet();
            boolean leaves = own.nextInt(50) == 0;
            try {
                client.send(request(own.nextInt(4), number));
                if (!leaves && !answered(client)) {
                    continue;
                }
            } catch (IOException brokenOff) {
                cut.incrementAndGet();
            }
            client.close();
            client = new KeepAliveClient(port);
        }
        client.close();
    }

    /** True if the connection ends with it. */
    private boolean answered(KeepAliveClient client) throws IOException {
        KeepAliveClient.Answer answer = client.answer();
        synchronized (statuses) {
            statuses.computeIfAbsent(answer.status(), first -> new AtomicLong()).incrementAndGet();
        }
        return answer.last();
    }

    private static String request(int kind, int number) {
        return switch (kind) {
            case 0, 1 -> "GET /orders/v1/items/" + number % 500 + " HTTP/1.1\r\nHost: gw\r\n\r\n";
            case 2 ->
                "POST /payments/v1/charges HTTP/1.1\r\nHost: gw\r\nIdempotency-Key: \"" + number / 2
                        + "\"\r\nContent-Length: 4\r\n\r\nbody";
            default -> "PUT /orders/v1/items/1 HTTP/1.1\r\nHost: gw\r\nContent-Length: 4\r\n\r\nbody";
        };
    }

    private void write() throws IOException {
        String balancing = List.of("round-robin", "peak-ewma", "least-requests", "{ consistent-hash: { by: address } }")
                .get(random.nextInt(4));
        Files.writeString(
                registry,
                REGISTRY.formatted(
                        2 + random.nextInt(20),
                        20 + random.nextInt(200),
                        balancing,
                        urls(0, 3 + random.nextInt(2)),
                        hosts.get(5).url(),
                        urls(4 - random.nextInt(2), 6)));
    }

    private String urls(int from, int to) {
        return "\""
                + String.join(
                        "\", \"",
                        hosts.subList(from, to).stream().map(FaultyHost::url).toList()) + "\"";
    }

    private void reload() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(admin + "/reload"))
                .POST(BodyPublishers.noBody())
                .build();
        assertThat(client.send(request, BodyHandlers.ofString()).body()).contains("\"result\":\"");
    }

    /** All hosts are good, calls close what was open, and all that is counted comes to zero. */
    private Held atRest() throws Exception {
        for (FaultyHost host : hosts) {
            host.be(Mood.GOOD);
        }
        var pace = new Pace();
        Eventually.holds("all gauges are zero", () -> {
            try (var one = new KeepAliveClient(port)) {
                for (int n = 0; n < 20; n++) {
                    one.send(request(n % 4, numbers.incrementAndGet()));
                    one.answer();
                }
            }
            pace.after(100, TimeUnit.MILLISECONDS);
            return AT_REST.matcher(metrics()).results().allMatch(found -> Double.parseDouble(found.group(3)) == 0);
        });
        program.collectGarbage();
        double heap = HEAP.matcher(metrics())
                .results()
                .mapToDouble(found -> Double.parseDouble(found.group(1)))
                .sum();
        Path process = Path.of("/proc", Long.toString(program.handle().pid()));
        return new Held(
                count(process.resolve("fd")), count(process.resolve("task")), Math.round(heap / (1 << 20) * 10) / 10.0);
    }

    private static long count(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.count();
        }
    }

    private String metrics() throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(admin + "/metrics")).build();
        return client.send(request, BodyHandlers.ofString()).body();
    }
}
