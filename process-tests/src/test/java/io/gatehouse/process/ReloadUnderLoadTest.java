package io.gatehouse.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.app.endtoend.Backend;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A registry of 10,000 tenants that is loaded again a hundred times while requests are served: ten times ten reloads, one right after the
 * other, each time after a while without. The collector is that of the launcher.
 */
@Tag("proof")
class ReloadUnderLoadTest {

    private static final int TENANTS = 10_000;
    private static final int ROUNDS = 10;
    private static final int RELOADS = 10;
    private static final long CALM = TimeUnit.SECONDS.toNanos(7);
    private static final Pattern LISTENING =
            Pattern.compile("listening on http://127\\.0\\.0\\.1:(\\d+), admin on (http://[0-9.:]+), ");
    private static final Pattern HEAP = Pattern.compile("jvm_memory_used_bytes\\{area=\"heap\".*} (\\S+)");
    private static final String RULES = """
            services: { orders: { versions: { "1": { hosts: ["%s"], requires: [key] } } } }
            products: { shop: { packages: { basic: { acl: { orders: { "1": { get: { /items/:id: {} } } } } } } } }
            """;

    private static final String TENANT =
            "  tenant-%d: { name: Tenant %d, applications: { web: { package: shop/basic, keys: { main: "
                    + "{ value: %s, environment: dev } } } } }\n";

    private static final byte[] OTHERS = others();

    @TempDir
    private Path folder;

    private final HttpClient client = HttpClient.newHttpClient();
    private Backend backend;
    private Program program;
    private Path tenants;
    private int port;
    private String admin;

    @BeforeEach
    void start() throws Exception {
        backend = Backend.start("one");
        Path registry = Files.createDirectory(folder.resolve("registry"));
        tenants = registry.resolve("tenants.yml");
        Files.writeString(registry.resolve("rules.yml"), RULES.formatted(backend.url()));
        write(0);
        Path file = Files.writeString(folder.resolve("gateway.yml"), """
                listen: { address: "127.0.0.1:0" }
                admin: { address: "127.0.0.1:0" }
                access-log: { format: off }
                registry: { file: { path: registry, watch: false } }
                """);
        program =
                Program.start(List.of("-Xmx512m", "-XX:+UseParallelGC"), Map.of(), "run", "--config", file.toString());
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
        backend.close();
    }

    @Test
    void failsNoRequestAndKeepsItsMemory() throws Exception {
        try (var load = SteadyLoad.start(port, number -> "key-" + (1 + number % (TENANTS - 1)))) {
            settle(load);
            double before = heap();
            var ratios = new ArrayList<Double>();
            for (int round = 0; round < ROUNDS; round++) {
                ratios.add(round(load, round));
            }
            double after = heap();
            ratios.sort(null);
            System.out.printf("heap %.1f -> %.1f MiB%n", before / (1 << 20), after / (1 << 20));
            assertThat(after).isLessThan(before * 1.1 + (8 << 20));
            // One round may meet a pause of the machine.
            assertThat(ratios.get(ROUNDS / 2))
                    .as("p99 with reloads by p99 without, %s", ratios)
                    .isLessThanOrEqualTo(3);
        }
    }

    /** How many times as long the slowest hundredth of requests takes while the registry is loaded again and again. */
    private double round(SteadyLoad load, int round) throws Exception {
        load.begin();
        load.goOn(CALM);
        SteadyLoad.Figures calm = load.end();
        load.begin();
        for (int n = 1; n <= RELOADS; n++) {
            reload(round * RELOADS + n);
        }
        SteadyLoad.Figures disturbed = load.end();
        System.out.printf("undisturbed %s; %d reloads %s%n", calm, RELOADS, disturbed);
        assertThat(calm.failures()).isEmpty();
        assertThat(disturbed.failures()).isEmpty();
        return (double) disturbed.p99Nanos() / calm.p99Nanos();
    }

    /** Until code is compiled, and has seen reloads. */
    private void settle(SteadyLoad load) throws Exception {
        int first = ROUNDS * RELOADS + 1;
        for (int revision = first; revision < first + 10; revision++) {
            reload(revision);
        }
        load.goOn(CALM);
    }

    /** Gives one tenant another key. */
    private void reload(int revision) throws Exception {
        write(revision);
        HttpRequest request = HttpRequest.newBuilder(URI.create(admin + "/reload"))
                .POST(BodyPublishers.noBody())
                .build();
        assertThat(client.send(request, BodyHandlers.ofString()).body()).contains("\"result\":\"loaded\"");
        assertThat(status("changing-" + revision)).isEqualTo(200);
        assertThat(status("changing-" + (revision - 1))).isEqualTo(401);
    }

    private int status(String key) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/orders/items/1"))
                .header("key", key)
                .build();
        return client.send(request, BodyHandlers.discarding()).statusCode();
    }

    /** Only what changes is made anew: this process sends the requests as well. */
    private void write(int revision) throws IOException {
        Path next = tenants.resolveSibling(".tenants.next");
        try (OutputStream file = Files.newOutputStream(next)) {
            file.write(
                    ("tenants:\n" + TENANT.formatted(0, 0, "changing-" + revision)).getBytes(StandardCharsets.UTF_8));
            file.write(OTHERS);
        }
        Files.move(next, tenants, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static byte[] others() {
        var text = new StringBuilder();
        for (int tenant = 1; tenant < TENANTS; tenant++) {
            text.append(TENANT.formatted(tenant, tenant, "key-" + tenant));
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private double heap() throws Exception {
        program.collectGarbage();
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(admin + "/metrics")).build();
        return HEAP.matcher(client.send(request, BodyHandlers.ofString()).body())
                .results()
                .mapToDouble(found -> Double.parseDouble(found.group(1)))
                .sum();
    }
}
