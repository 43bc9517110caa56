package io.gatehouse.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.app.endtoend.Backend;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Where the process may open few files, clients cannot take those that everything else needs. */
@Tag("slow")
@Execution(ExecutionMode.CONCURRENT)
class FewDescriptorsTest {

    private static final Pattern LISTENING =
            Pattern.compile("listening on http://127\\.0\\.0\\.1:(\\d+), admin on (http://[0-9.:]+), ");
    private static final Path PRLIMIT = Path.of("/usr/bin/prlimit");
    private static final String GET = "GET /orders HTTP/1.1\r\nHost: gw\r\n\r\n";

    @TempDir
    private Path folder;

    private Backend backend;
    private Path registry;
    private Path settings;

    @BeforeEach
    void write() throws IOException {
        backend = Backend.start("one");
        settings = Files.writeString(folder.resolve("gateway.yml"), """
                listen: { address: "127.0.0.1:0" }
                admin: { address: "127.0.0.1:0" }
                access-log: { format: off }
                registry: { file: { path: services.yml, watch: false } }
                """);
        registry = Files.writeString(folder.resolve("services.yml"), services(""));
    }

    @AfterEach
    void stop() {
        backend.close();
    }

    @Test
    void athousandConnectionsLeaveRoomForAllElse() throws Exception {
        List<Socket> held = new ArrayList<>();
        try (Program program = Program.startWithFiles(256, "run", "--config", settings.toString())) {
            Gateway gateway = Gateway.of(program);
            program.awaitErr(line -> line.contains("The process may open 256 files: limits.max-connections is ")
                    && line.contains(" instead of 10000"));
            try (KeepAliveClient first = new KeepAliveClient(gateway.port)) {
                assertThat(first.send(GET).answer().status()).isEqualTo(200);
                for (int i = 0; i < 1000; i++) {
                    held.add(new Socket(InetAddress.getLoopbackAddress(), gateway.port));
                }

                assertThat(gateway.admin("GET", "/livez").statusCode()).isEqualTo(200);
                assertThat(first.send(GET).answer().status()).isEqualTo(200);
                Files.writeString(registry, services("    credentials: pass\n"));
                assertThat(gateway.admin("POST", "/reload").body()).contains("\"result\":\"loaded\"");
                assertThat(first.send(GET).answer().status()).isEqualTo(200);
                assertThat(gateway.admin("GET", "/metrics").body()).contains("process_files_max_files 256");
            }
        } finally {
            for (Socket socket : held) {
                socket.close();
            }
        }
    }

    @Test
    void acceptingWithoutADescriptorLeftNeitherSpinsNorEnds() throws Exception {
        Assumptions.assumeTrue(Files.isExecutable(PRLIMIT), "takes a tool that changes the limit of a running process");
        try (Program program = Program.start("run", "--config", settings.toString())) {
            Gateway gateway = Gateway.of(program);
            long pid = program.handle().pid();
            try (KeepAliveClient first = new KeepAliveClient(gateway.port)) {
                assertThat(first.send(GET).answer().status()).isEqualTo(200);
                limit(pid, Long.toString(openFiles(pid)));
                try (KeepAliveClient waiting = new KeepAliveClient(gateway.port)) {
                    waiting.send(GET);
                    Duration before = cpu(program);
                    long begun = System.nanoTime();
                    var pace = new Pace();
                    for (int i = 0; i < 300; i++) {
                        assertThat(first.send(GET).answer().status()).isEqualTo(200);
                        pace.after(10, TimeUnit.MILLISECONDS);
                    }
                    Duration took = cpu(program).minus(before);
                    assertThat(took)
                            .isLessThan(
                                    Duration.ofNanos(System.nanoTime() - begun).dividedBy(2));

                    limit(pid, "4096");
                    assertThat(waiting.answer().status()).isEqualTo(200);
                }
            }
        }
    }

    private static Duration cpu(Program program) {
        return program.handle().info().totalCpuDuration().orElseThrow();
    }

    private static long openFiles(long pid) throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
            return open.count();
        }
    }

    private static void limit(long pid, String most) throws IOException, InterruptedException {
        int done = new ProcessBuilder(PRLIMIT.toString(), "--pid", Long.toString(pid), "--nofile=" + most + ":")
                .inheritIO()
                .start()
                .waitFor();
        assertThat(done).isZero();
    }

    private String services(String more) {
        return "services:\n  orders:\n" + more + "    versions: { \"1\": { hosts: [\"" + backend.url()
                + "\"], requires: [] } }\n";
    }

    /** Where a program listens. */
    private record Gateway(int port, String admin) {

        private static final HttpClient CLIENT = HttpClient.newHttpClient();

        static Gateway of(Program program) {
            Matcher told = LISTENING.matcher(
                    program.awaitErr(line -> LISTENING.matcher(line).find()));
            assertThat(told.find()).isTrue();
            return new Gateway(Integer.parseInt(told.group(1)), told.group(2));
        }

        HttpResponse<String> admin(String method, String path) throws IOException, InterruptedException {
            HttpRequest request = HttpRequest.newBuilder(URI.create(admin + path))
                    .timeout(Duration.ofSeconds(60))
                    .method(method, BodyPublishers.noBody())
                    .build();
            return CLIENT.send(request, BodyHandlers.ofString());
        }
    }
}
