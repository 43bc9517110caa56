package io.gatehouse.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.app.endtoend.Backend;
import io.gatehouse.app.endtoend.EmulatedStore;
import io.gatehouse.app.endtoend.Eventually;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two processes, each counting for itself, over an emulator of MongoDB; one is killed in between. What clients have got responses to adds up but
 * for what the killed one had not written, and nothing is there twice.
 */
class UsageOfTwoProcessesTest {

    private static final Pattern LISTENING =
            Pattern.compile("listening on http://127\\.0\\.0\\.1:(\\d+), admin on (http://[0-9.:]+), ");
    private static final HttpClient ADMIN = HttpClient.newHttpClient();
    private static final int CLIENTS = 4;
    private static final Duration LOST_AT_MOST = Duration.ofSeconds(10);

    @TempDir
    private Path folder;

    private Backend backend;
    private EmulatedStore store;
    /** Of the processes, beside those that all have. */
    private List<String> jvmOptions = List.of("-Xmx256m");

    @BeforeEach
    void start() {
        backend = Backend.start("one");
        store = new EmulatedStore();
    }

    @AfterEach
    void stop() {
        store.close();
        backend.close();
    }

    /** A gateway in a process of its own, and the calls that it has answered. */
    private final class Counting implements AutoCloseable {

        private final Program program;
        private int port;
        private String admin = "";
        private final AtomicLong answered = new AtomicLong();

        Counting(String name) throws IOException {
            Path home = Files.createDirectories(folder.resolve(name));
            Path file = Files.writeString(home.resolve("gateway.yml"), """
                    listen: { address: "127.0.0.1:0" }
                    admin: { address: "127.0.0.1:0" }
                    access-log: { format: off }
                    registry: { file: { path: services.yml, watch: false } }
                    usage: { store: mongo, mongo: { uri: "%s" } }
                    """.formatted(store.uri()));
            Files.writeString(home.resolve("services.yml"), """
                    services: { orders: { versions: { "1": { hosts: ["%s"], requires: [key] } } } }
                    products: { shop: { packages: { basic: { acl: { orders: { "1": {} } } } } } }
                    tenants:
                      acme:
                        name: Acme
                        applications: { web: { package: shop/basic, keys: { one: { value: key-of-acme } } } }
                    """.formatted(backend.url()));
            program = Program.start(jvmOptions, Map.of(), "run", "--config", file.toString());
        }

        /** Waits until it listens. */
        void ready() {
            Matcher listening = LISTENING.matcher(
                    program.awaitErr(line -> LISTENING.matcher(line).find()));
            assertThat(listening.find()).isTrue();
            port = Integer.parseInt(listening.group(1));
            admin = listening.group(2);
        }

        /** Calls until it has answered so many more, or is told to stop; a connection that breaks off ends it as well. */
        Callable<Void> client(long calls, AtomicBoolean stopped) {
            return () -> {
                try (var client = new KeepAliveClient(port)) {
                    for (long n = 0; n < calls && !stopped.get(); n++) {
                        client.send("GET /orders/v1/items HTTP/1.1\r\nHost: gw\r\nkey: key-of-acme\r\n\r\n");
                        assertThat(client.answer().status()).isEqualTo(200);
                        answered.incrementAndGet();
                    }
                } catch (IOException e) {
                    assertThat(stopped).as("%s", e).isTrue();
                }
                return null;
            };
        }

        /** What all processes have counted of the tenant, as this one says; it writes its own first. -1 while the store is too slow. */
        long usage() throws IOException, InterruptedException {
            var request = HttpRequest.newBuilder(
                            URI.create(admin + "/usage?by=tenant,status&tenant=acme&status=2xx&format=csv"))
                    .build();
            HttpResponse<String> response = ADMIN.send(request, BodyHandlers.ofString());
            assertThat(response.statusCode()).as(response.body()).isIn(200, 503);
            if (response.statusCode() == 503) {
                return -1;
            }
            List<String> rows = response.body().lines().skip(1).toList();
            return rows.isEmpty() ? 0 : Long.parseLong(rows.get(0).split(",", -1)[2]);
        }

        void kill() throws InterruptedException {
            program.close();
            assertThat(program.exitCode()).isNotZero();
        }

        void end() throws InterruptedException {
            program.terminate();
            assertThat(program.exitCode()).isZero();
        }

        @Override
        public void close() {
            program.close();
        }
    }

    /** So many calls of a process had been answered, or more, at this time. */
    private record Moment(long answered, long nanos) {}

    private static void all(ExecutorService clients, List<Callable<Void>> work) throws Exception {
        for (Future<Void> done : clients.invokeAll(work, 20, TimeUnit.MINUTES)) {
            done.get();
        }
    }

    @Test
    void addsUpOverAKill() throws Exception {
        addsUp(1_000, 200, 0);
    }

    @Test
    @Tag("proof")
    void aMillionCallsAddUpOverAKill() throws Exception {
        jvmOptions = List.of("-Xmx256m", "-XX:TieredStopAtLevel=4");
        addsUp(1_000_000, 100_000, 20);
    }

    /**
     * Calls three processes, the first of which is killed.
     *
     * @param calls so many in all
     * @param unwritten so many of them at least before the first one is killed, behind a moment at which it has surely written
     * @param seconds for so long at least
     */
    private void addsUp(int calls, int unwritten, int seconds) throws Exception {
        ExecutorService clients = Executors.newCachedThreadPool();
        var never = new AtomicBoolean();
        try (var one = new Counting("one");
                var other = new Counting("other")) {
            one.ready();
            other.ready();
            var first = new ArrayList<Callable<Void>>();
            for (int n = 0; n < CLIENTS; n++) {
                first.add(one.client(calls / 4 / CLIENTS, never));
                first.add(other.client(calls / 4 / CLIENTS, never));
            }
            all(clients, first);
            long writtenByOne = one.answered.get();
            long written = writtenByOne + other.answered.get();
            // The last exchanges end a moment after their clients have the responses.
            Eventually.holds("all is counted", () -> other.usage() <= written && one.usage() == written);

            var killed = new AtomicBoolean();
            var behind = new ArrayList<Future<Void>>();
            for (int n = 0; n < CLIENTS; n++) {
                behind.add(clients.submit(one.client(Long.MAX_VALUE, killed)));
            }
            List<Moment> moments = new ArrayList<>();
            long enough = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
            Eventually.holds("enough calls that may be lost", () -> {
                moments.add(new Moment(one.answered.get(), System.nanoTime()));
                return one.answered.get() >= writtenByOne + unwritten && System.nanoTime() >= enough;
            });
            killed.set(true);
            long end = System.nanoTime();
            one.kill();
            for (Future<Void> client : behind) {
                client.get(1, TimeUnit.MINUTES);
            }
            long answered = one.answered.get() + other.answered.get();
            var said = new AtomicLong(-1);
            Eventually.holds("the other one answers", () -> {
                said.set(other.usage());
                return said.get() >= 0;
            });
            long kept = said.get();
            // What had been answered ten seconds before the end is there, but for calls that were just ending then.
            long before = moments.stream()
                    .filter(moment -> end - moment.nanos() >= LOST_AT_MOST.toNanos())
                    .mapToLong(moment -> moment.answered() - CLIENTS)
                    .reduce(writtenByOne, Math::max);
            assertThat(before > writtenByOne)
                    .as("some were behind what was surely written, and ten seconds before the end")
                    .isEqualTo(seconds > 0);
            assertThat(kept)
                    .as("answered %d, written before %d", answered, written)
                    .isBetween(before + other.answered.get(), answered + CLIENTS);
            System.out.printf(
                    "killed after %d calls: %d of them are missing, of %d in the last ten seconds%n",
                    one.answered.get(), answered - kept, one.answered.get() - before);

            try (var again = new Counting("one")) {
                again.ready();
                var rest = new ArrayList<Callable<Void>>();
                long left = Math.max(0, calls - answered);
                for (int n = 0; n < CLIENTS; n++) {
                    rest.add(again.client(left / 2 / CLIENTS, never));
                    rest.add(other.client(left / 2 / CLIENTS, never));
                }
                long more = other.answered.get();
                all(clients, rest);
                more = other.answered.get() - more + again.answered.get();
                again.end();
                long total = kept + more;
                Eventually.holds("the rest is counted, once", () -> other.usage() == total);
            }
        } finally {
            clients.shutdownNow();
        }
    }
}
