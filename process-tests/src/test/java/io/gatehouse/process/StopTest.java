package io.gatehouse.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** How a running program stops when it is asked to. */
@Tag("slow")
@Execution(ExecutionMode.CONCURRENT)
class StopTest {

    private static final Pattern LISTENING = Pattern.compile("listening on (http://\\S+), admin on (http://\\S+), ");

    private final CountDownLatch arrived = new CountDownLatch(1);
    private final CountDownLatch mayAnswer = new CountDownLatch(1);

    @TempDir
    private Path folder;

    private HttpServer upstream;
    private Path file;

    @BeforeEach
    void write() throws Exception {
        upstream = HttpServer.create(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0), 0);
        upstream.createContext("/", exchange -> {
            arrived.countDown();
            try {
                mayAnswer.await(60, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        upstream.start();
        file = Files.writeString(folder.resolve("gateway.yml"), """
                listen: { address: 127.0.0.1:0 }
                admin: { address: 127.0.0.1:0 }
                registry: { file: { path: services.yml, watch: false } }
                """);
        Files.writeString(
                folder.resolve("services.yml"),
                "services: { orders: { versions: { \"1\": { hosts: [\"http://127.0.0.1:"
                        + upstream.getAddress().getPort() + "\"], requires: [] } } } }\n");
    }

    @AfterEach
    void stop() {
        mayAnswer.countDown();
        upstream.stop(0);
    }

    @Test
    void finishesWhatIsInFlightAndEndsWithZero() throws Exception {
        try (Program program = Program.start("run", "--config", file.toString())) {
            CompletableFuture<HttpResponse<Void>> call = call(program);
            assertThat(arrived.await(60, TimeUnit.SECONDS)).isTrue();

            program.terminate();
            String admin = listening(program).group(2);
            awaitUnready(admin);
            mayAnswer.countDown();

            assertThat(call.get(60, TimeUnit.SECONDS).statusCode()).isEqualTo(204);
            assertThat(program.exitCode()).isZero();
            assertThat(program.err()).last().asString().endsWith("stopped");
            assertThat(program.out())
                    .as("the access log, and nothing else")
                    .singleElement()
                    .asString()
                    .startsWith("{")
                    .contains("\"status\":204");
        }
    }

    @Test
    void endsAtOnceWhenAskedAgain() throws Exception {
        try (Program program = Program.start("run", "--config", file.toString())) {
            CompletableFuture<HttpResponse<Void>> call = call(program);
            assertThat(arrived.await(60, TimeUnit.SECONDS)).isTrue();

            program.terminate();
            awaitUnready(listening(program).group(2));
            program.terminate();

            assertThat(program.exitCode()).as("killed by the signal").isEqualTo(128 + 15);
            assertThat(call).as("what was in flight").failsWithin(60, TimeUnit.SECONDS);
        }
    }

    private static CompletableFuture<HttpResponse<Void>> call(Program program) {
        URI uri = URI.create(listening(program).group(1) + "/orders");
        return HttpClient.newHttpClient().sendAsync(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding());
    }

    private static Matcher listening(Program program) {
        Matcher matcher = LISTENING.matcher(program.awaitErr(line -> line.contains("listening on")));
        assertThat(matcher.find()).isTrue();
        return matcher;
    }

    private static void awaitUnready(String admin) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(admin + "/readyz")).build();
        HttpClient client = HttpClient.newHttpClient();
        for (int i = 0; i < 10_000; i++) {
            if (client.send(request, BodyHandlers.discarding()).statusCode() == 503) {
                return;
            }
        }
        throw new AssertionError("still ready");
    }
}
