package io.gatehouse.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Killed at any moment while the registry is written and loaded, the gateway starts again with a whole registry. */
@Tag("proof")
class KilledWhileReloadingTest {

    private static final int KILLS = 20;
    private static final long SEED = 20_260_101;
    private static final Pattern LISTENING = Pattern.compile("listening on (http://\\S+), admin on (http://\\S+), ");
    private static final Pattern LOADED = Pattern.compile("\"loaded\":(\\d+)");

    @TempDir
    private Path folder;

    @Test
    void startsAgainWithAWholeRegistry() throws Exception {
        HttpServer upstream =
                HttpServer.create(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0), 0);
        upstream.createContext("/", exchange -> {
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        upstream.start();
        Path file = Files.writeString(folder.resolve("gateway.yml"), """
                listen: { address: 127.0.0.1:0 }
                admin: { address: 127.0.0.1:0 }
                access-log: { format: off }
                registry: { file: { path: services.yml }, last-good: kept }
                """);
        Path registry = folder.resolve("services.yml");
        Files.writeString(registry, text(upstream, 1));
        var pace = new Pace();
        try (Program first = Program.start("run", "--config", file.toString())) {
            first.awaitErr(line -> line.contains("listening on"));
        }
        var writer = new Thread(() -> writeOn(registry, upstream, pace), "registry-writer");
        writer.start();
        try {
            var random = new Random(SEED);
            long reloads = 0;
            for (int kill = 0; kill < KILLS; kill++) {
                try (Program program = Program.start("run", "--config", file.toString())) {
                    assertThat(status(listening(program).group(1) + "/orders")).isEqualTo(204);
                    pace.after(random.nextInt(1500), TimeUnit.MILLISECONDS);
                    reloads += loads(program) - 1;
                }
            }
            assertThat(reloads).as("loaded while it was being killed").isPositive();
        } finally {
            pace.end();
            writer.join();
            upstream.stop(0);
        }
    }

    /** Writes in two halves, with a pause between that a watch can fall into, and a longer one in which the whole is there. */
    private static void writeOn(Path registry, HttpServer upstream, Pace pace) {
        try {
            for (int size = 2; !pace.hasEnded(); size++) {
                String whole = text(upstream, size);
                Files.writeString(registry, whole.substring(0, whole.length() / 2));
                pace.after(100, TimeUnit.MILLISECONDS);
                Files.writeString(registry, whole);
                pace.after(1300, TimeUnit.MILLISECONDS);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(HttpServer upstream, int size) {
        return "services: { orders: { max-body-size: " + size + "KB, versions: { \"1\": { hosts: [\"http://127.0.0.1:"
                + upstream.getAddress().getPort() + "\"], requires: [] } } } }\n";
    }

    private static long loads(Program program) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(listening(program).group(2) + "/registry"))
                .build();
        Matcher matcher = LOADED.matcher(HttpClient.newHttpClient()
                .send(request, BodyHandlers.ofString())
                .body());
        assertThat(matcher.find()).isTrue();
        return Long.parseLong(matcher.group(1));
    }

    private static int status(String url) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(url)).build();
        return HttpClient.newHttpClient()
                .send(request, BodyHandlers.discarding())
                .statusCode();
    }

    private static Matcher listening(Program program) {
        Matcher matcher = LISTENING.matcher(program.awaitErr(line -> line.contains("listening on")));
        assertThat(matcher.find()).isTrue();
        return matcher;
    }
}
