package io.gatehouse.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.gatehouse.app.endtoend.Backend;
import io.gatehouse.domain.upstream.ReturningServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged program with the plug-ins of {@code examples/plugins}, as somebody who has unpacked the archive uses them. */
class PackagedPluginsTest {

    private static final Pattern LISTENING = Pattern.compile("listening on (http://\\S+), admin on (http://\\S+), ");
    private static final Pattern ENDED = Pattern.compile("exchanges dropped: (\\d+), delivered to \\S+: (\\d+)");
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

    @TempDir
    private Path folder;

    private Path home;
    private Backend backend;
    private ReturningServer receiver;
    private Path file;

    @BeforeEach
    void prepare() throws Exception {
        home = unpack(folder);
        for (String plugin : List.of("file-ledger", "traffic-batches")) {
            Path jar = built("examples/plugins/" + plugin, plugin + "-*.jar");
            Files.copy(jar, home.resolve("plugins").resolve(jar.getFileName()));
        }
        backend = Backend.start("one");
        receiver = new ReturningServer(this::receive);
        file = folder.resolve("gateway.yml");
        configure("50ms");
        Files.writeString(folder.resolve("services.yml"), """
                throttling:
                  strategies: { two: { algorithm: fixed-window, limit: 2, window: 3650d, per: address } }
                  public: two
                services:
                  orders: { versions: { "1": { hosts: ["%s"], requires: [] } } }
                """.formatted(backend.url()));
    }

    /** Unpacks the archive that was built, and returns its folder. */
    static Path unpack(Path folder) throws IOException, InterruptedException {
        int unpacked = new ProcessBuilder(
                        "tar", "xzf", built("gateway-app", "gatehouse-*.tar.gz").toString(), "-C", folder.toString())
                .inheritIO()
                .start()
                .waitFor();
        assertThat(unpacked).isZero();
        return only(folder, "gatehouse-*");
    }

    private static Path built(String module, String name) throws IOException {
        return only(Path.of("..", module, "target"), name);
    }

    private static Path only(Path directory, String name) throws IOException {
        try (Stream<Path> found = Files.list(directory)
                .filter(path ->
                        directory.getFileSystem().getPathMatcher("glob:" + name).matches(path.getFileName()))) {
            List<Path> all = found.filter(path -> !path.toString().endsWith("-tests.jar"))
                    .filter(path -> !path.toString().endsWith("-sources.jar"))
                    .toList();
            assertThat(all).as("%s in %s, built by mvn verify", name, directory).hasSize(1);
            return all.get(0);
        }
    }

    private void configure(String interval) throws IOException {
        Files.writeString(file, """
                listen: { address: 127.0.0.1:0 }
                admin: { address: 127.0.0.1:0 }
                access-log: { format: off }
                registry: { file: { path: services.yml, watch: false } }
                throttling: { store: file, file: { path: counters, on-outage: closed, deadline: 20s } }
                traffic-listeners:
                  batches: { url: "http://127.0.0.1:%d/traffic", batch-size: 5, interval: %s, queue: 8KB, timeout: 20s }
                """.formatted(receiver.port(), interval));
    }

    private Runnable receive(InetSocketAddress address) {
        try {
            HttpServer server = HttpServer.create(address, 0);
            server.createContext("/traffic", exchange -> {
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)
                        .lines()
                        .forEach(lines::add);
                exchange.sendResponseHeaders(204, -1);
                exchange.close();
            });
            server.start();
            return () -> server.stop(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @AfterEach
    void stop() {
        receiver.close();
        backend.close();
    }

    @Test
    void countInAFileThatOutlivesTheProcessAndPostWhatHappens() throws Exception {
        assertThat(codeOf("check", file.toString())).isZero();
        assertThat(codeOf("explain", "GET", "/orders", file.toString())).isZero();

        try (Program program = run()) {
            String url = listening(program).group(1);
            assertThat(List.of(call(url), call(url), call(url))).containsExactly(200, 200, 429);
            for (int status : new int[] {200, 200, 429}) {
                assertThat(line()).contains("\"status\":" + status + ",").contains("\"service\":\"orders\"");
            }
            endsWithZero(program);
        }

        assertThat(codeOf("explain", "GET", "/orders", file.toString()))
                .as("refused, by what is in the file")
                .isEqualTo(1);
        try (Program program = run()) {
            assertThat(call(listening(program).group(1))).isEqualTo(429);
            assertThat(line()).contains("\"status\":429,").contains("\"rejection\":\"too-many-requests\"");
            endsWithZero(program);
        }
        assertThat(backend.calls()).isEqualTo(2);
    }

    @Test
    void serveOnWhileTheReceiverIsAway() throws Exception {
        configure("1h");
        int sent = 60;
        try (Program program = run()) {
            Matcher listening = listening(program);
            String url = listening.group(1);
            receiver.leave();
            for (int n = 0; n < sent; n++) {
                assertThat(call(url)).isIn(200, 429);
            }
            program.awaitErr(line -> line.contains("takes no batches"));
            assertThat(dropped(listening.group(2))).isBetween(1.0, sent - 1.0);
            receiver.comeBack();
            program.awaitErr(line -> line.contains("takes batches again"));
            for (int n = 0; n < 3; n++) {
                assertThat(call(url)).isEqualTo(429);
            }
            endsWithZero(program);
            Matcher ended = ENDED.matcher(String.join("\n", program.err()));
            assertThat(ended.results()
                            .reduce((first, last) -> last)
                            .orElseThrow()
                            .group(2))
                    .as("all but what was counted as dropped has arrived, the last lines by the end of the process")
                    .isEqualTo(Integer.toString(lines.size()));
            assertThat(lines).hasSizeLessThan(sent + 3).hasSizeGreaterThan(3);
        }
    }

    @Test
    void addTheirSettingsToTheSchema() throws Exception {
        try (Program program = Program.startPackaged(home, "schema", file.toString())) {
            assertThat(program.exitCode()).isZero();
            assertThat(String.join("\n", program.out()))
                    .contains("\"most-counters\"", "\"batch-size\"", "Posts every exchange over HTTP");
        }
    }

    @Test
    void nameMistakesInTheirSettingsByLineAndColumn() throws Exception {
        Files.writeString(
                file,
                Files.readString(file).replace("http://", "ftp://").replace("on-outage: closed", "on-outage: maybe"));

        try (Program program = Program.startPackaged(home, "check", file.toString())) {
            assertThat(program.exitCode()).isEqualTo(1);
            assertThat(String.join("\n", program.err()))
                    .containsPattern("gateway\\.yml:5:\\d+ throttling\\.file\\.on-outage: ")
                    .containsPattern("gateway\\.yml:7:\\d+ traffic-listeners\\.batches\\.url: ");
        }
    }

    private Program run() throws IOException {
        return Program.startPackaged(home, "run", file.toString());
    }

    private int codeOf(String... arguments) throws Exception {
        try (Program program = Program.startPackaged(home, arguments)) {
            int code = program.exitCode();
            assertThat(program.err()).isEmpty();
            return code;
        }
    }

    private static void endsWithZero(Program program) throws InterruptedException {
        program.terminate();
        assertThat(program.exitCode()).as("stderr: %s", program.err()).isZero();
    }

    private static Matcher listening(Program program) {
        Matcher matcher = LISTENING.matcher(program.awaitErr(line -> line.contains("listening on")));
        assertThat(matcher.find()).isTrue();
        return matcher;
    }

    private static int call(String url) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(url + "/orders"))
                .timeout(Duration.ofSeconds(60))
                .build();
        return CLIENT.send(request, BodyHandlers.discarding()).statusCode();
    }

    private String line() throws InterruptedException {
        String line = lines.poll(60, TimeUnit.SECONDS);
        assertThat(line).as("a line").isNotNull();
        return line;
    }

    private static double dropped(String admin) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(admin + "/metrics")).build();
        Matcher count = Pattern.compile("traffic_batches_exchanges_total\\{outcome=\"dropped\"} (\\S+)")
                .matcher(CLIENT.send(request, BodyHandlers.ofString()).body());
        assertThat(count.find()).isTrue();
        return Double.parseDouble(count.group(1));
    }
}
