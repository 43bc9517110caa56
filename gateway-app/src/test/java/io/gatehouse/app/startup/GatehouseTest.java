package io.gatehouse.app.startup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatehouse.domain.registry.RegistryTree;
import io.gatehouse.domain.traffic.ExchangeRecord;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GatehouseTest {

    private static final String FREE_PORTS = """
            listen: { address: 127.0.0.1:0 }
            admin: { address: 127.0.0.1:0 }
            access-log: { format: off }
            """;
    private static final String REGISTRY = """
            services:
              orders:
                versions: { "1": { hosts: ["http://127.0.0.1:9"], requires: [] } }
            """;

    @TempDir
    private Path folder;

    @Test
    void startsFromAFile() throws Exception {
        Files.writeString(folder.resolve("gateway.yml"), FREE_PORTS + "registry: { file: { path: orders.yml } }\n");
        Files.writeString(folder.resolve("orders.yml"), REGISTRY);

        try (Gatehouse gateway = Gatehouse.start(folder.resolve("gateway.yml"))) {
            assertThat(gateway.address().getPort()).isPositive();
            assertThat(gateway.adminAddress().getPort())
                    .isPositive()
                    .isNotEqualTo(gateway.address().getPort());
            assertThat(status(gateway, "/nobody")).isEqualTo(404);
        }
    }

    @Test
    void takesARegistryFromASourceOfItsOwn() throws Exception {
        try (Gatehouse gateway = Gatehouse.start(GatehouseConfiguration.parse(FREE_PORTS)
                .withRegistry(() -> new RegistryTree("nowhere", List.of(), List.of())))) {
            assertThat(status(gateway, "/orders")).isEqualTo(404);
        }
    }

    @Test
    void tellsListenersOfEveryExchange() throws Exception {
        BlockingQueue<ExchangeRecord> heard = new LinkedBlockingQueue<>();
        var configuration = GatehouseConfiguration.parse(FREE_PORTS)
                .withRegistry(REGISTRY)
                .withTrafficListener(exchange -> {
                    throw new IllegalStateException("a listener that does not keep its contract");
                })
                .withTrafficListener(heard::add);

        try (Gatehouse gateway = Gatehouse.start(configuration)) {
            status(gateway, "/nobody");

            ExchangeRecord exchange = heard.poll(60, TimeUnit.SECONDS);
            assertThat(exchange).isNotNull();
            assertThat(exchange.status()).isEqualTo(404);
        }
    }

    @Test
    void takesPlaceholdersOnlyFromWhatItIsGiven() {
        String text = "listen: { address: \"127.0.0.1:${PORT}\" }\nadmin: { address: 127.0.0.1:0 }\n";

        try (Gatehouse gateway = Gatehouse.start(
                GatehouseConfiguration.parse(text, Map.of("PORT", "0")).withRegistry(REGISTRY))) {
            assertThat(gateway.address().getPort()).isPositive();
        }
        assertThatThrownBy(
                        () -> Gatehouse.start(GatehouseConfiguration.parse(text).withRegistry(REGISTRY)))
                .hasMessageContaining("PORT");
    }

    @Test
    void runsWithoutAdminPort() throws Exception {
        var configuration = GatehouseConfiguration.parse("listen: { address: 127.0.0.1:0 }\nadmin: { address: off }\n")
                .withRegistry(REGISTRY);

        try (Gatehouse gateway = Gatehouse.start(configuration)) {
            assertThat(status(gateway, "/nobody")).isEqualTo(404);
            assertThatThrownBy(gateway::adminAddress).isInstanceOf(IllegalStateException.class);
        }
    }

    private static int status(Gatehouse gateway, String path) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + gateway.address().getPort() + path);
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding())
                .statusCode();
    }
}
