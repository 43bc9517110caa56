package io.example.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.app.startup.Gatehouse;
import io.gatehouse.app.startup.GatehouseConfiguration;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole gateway that counts with the plug-in, in this process. */
class GatewayWithFileLedgerTest {

    @TempDir
    private Path folder;

    @Test
    void remembersItsCallersWhenItStartsAgain() throws Exception {
        var configuration = GatehouseConfiguration.parse(
                        """
                        listen: { address: 127.0.0.1:0 }
                        admin: { address: 127.0.0.1:0 }
                        access-log: { format: off }
                        throttling: { store: file, file: { path: "%s", deadline: 20s } }
                        """.formatted(folder.resolve("counters").toString().replace('\\', '/')))
                .with(new FileLedgerModule())
                .withRegistry("""
                        throttling:
                          strategies: { once: { algorithm: fixed-window, limit: 1, window: 3650d, per: address } }
                          public: once
                        services:
                          orders: { versions: { "1": { hosts: ["http://127.0.0.1:9"], requires: [] } } }
                        """);

        try (Gatehouse gateway = Gatehouse.start(configuration)) {
            assertThat(call(gateway)).as("nobody listens on port 9").isEqualTo(502);
            assertThat(call(gateway)).isEqualTo(429);
        }
        try (Gatehouse gateway = Gatehouse.start(configuration)) {
            assertThat(call(gateway)).isEqualTo(429);
        }
    }

    private static int call(Gatehouse gateway) throws Exception {
        URI url = URI.create("http://127.0.0.1:" + gateway.address().getPort() + "/orders");
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(url).build(), BodyHandlers.discarding())
                .statusCode();
    }
}
