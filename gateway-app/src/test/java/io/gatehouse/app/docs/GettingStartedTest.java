package io.gatehouse.app.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.gatehouse.app.reading.ConfigurationInFile;
import io.gatehouse.app.reading.LoadedConfiguration;
import io.gatehouse.app.startup.Gatehouse;
import io.gatehouse.mongodb.MongoConnections;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GettingStartedTest {

    @TempDir
    private Path folder;

    @Test
    void showsAConfigurationThatIsRight() throws Exception {
        List<String> files = Pattern.compile("```yaml\\n(.*?)```", Pattern.DOTALL)
                .matcher(Pages.text("docs/getting-started.md"))
                .results()
                .map(match -> match.group(1))
                .toList();
        Files.writeString(folder.resolve("gateway.yml"), files.get(0));
        Files.createDirectory(folder.resolve("registry"));
        Files.writeString(folder.resolve("registry/services.yml"), files.get(1));

        assertFine(folder.resolve("gateway.yml"));
    }

    /** With other ports than those of the page, since nobody says that they are free. */
    @Test
    void servesTheCallsThatItShows() throws Exception {
        String page = Pages.text("docs/getting-started.md");
        HttpServer upstream = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        upstream.createContext("/", exchange -> {
            boolean known =
                    List.of("/", "/items/7").contains(exchange.getRequestURI().getPath());
            exchange.sendResponseHeaders(known ? 200 : 404, -1);
            exchange.close();
        });
        upstream.start();
        write(page, upstream.getAddress().getPort());
        try (Gatehouse gateway = Gatehouse.start(folder.resolve("gateway.yml"))) {
            List<String> calls = Pages.all("^curl http://127\\.0\\.0\\.1:(808[01]/.*)$", page);

            assertThat(calls).hasSize(6).allSatisfy(call -> {
                InetSocketAddress address = call.startsWith("8080") ? gateway.address() : gateway.adminAddress();
                URI uri = URI.create("http://127.0.0.1:" + address.getPort() + call.substring(4));
                assertThat(HttpClient.newHttpClient()
                                .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding())
                                .statusCode())
                        .as(call)
                        .isEqualTo(200);
            });
        } finally {
            upstream.stop(0);
        }
    }

    private void write(String page, int upstream) throws Exception {
        List<String> files = Pages.all("(?s)```yaml\\n(.*?)```", page);
        Files.writeString(
                folder.resolve("gateway.yml"),
                files.get(0).replace(":8080", ":0").replace(":8081", ":0") + "access-log: { format: off }\n");
        Files.createDirectory(folder.resolve("registry"));
        Files.writeString(
                folder.resolve("registry/services.yml"),
                files.get(1)
                        .replace("http://127.0.0.1:9001", "http://127.0.0.1:" + upstream)
                        .replace(", \"http://127.0.0.1:9002\"", ""));
    }

    @Test
    void thePackageComesWithAConfigurationThatIsRight() {
        assertFine(Path.of("src/assembly/conf/gateway.yml"));
    }

    private static void assertFine(Path file) {
        var reading = LoadedConfiguration.of(
                new ConfigurationInFile(file, Map.of()), Optional.empty(), new MongoConnections());

        assertThat(reading.problems().isEmpty()).as("%s", reading.problems()).isTrue();
        assertThat(reading.refusals()).isEmpty();
        assertThat(reading.registry()).isNotNull();
    }
}
