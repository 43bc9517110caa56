package io.example.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.app.startup.Gatehouse;
import io.gatehouse.app.startup.GatehouseConfiguration;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;

/** A whole gateway that tells the plug-in what happens, in this process. */
class GatewayWithTrafficBatchesTest {

    @Test
    void postsWhatHappenedBeforeItEnds() throws Exception {
        try (var receiver = new Receiver()) {
            var configuration = GatehouseConfiguration.parse("""
                            listen: { address: 127.0.0.1:0 }
                            admin: { address: 127.0.0.1:0 }
                            access-log: { format: off }
                            traffic-listeners: { batches: { url: "%s", interval: 1h, timeout: 20s } }
                            """.formatted(receiver.url()))
                    .with(new TrafficBatchesModule())
                    .withRegistry("services: {}\n");
            try (Gatehouse gateway = Gatehouse.start(configuration)) {
                URI url = URI.create("http://127.0.0.1:" + gateway.address().getPort() + "/nothing");
                int status = HttpClient.newHttpClient()
                        .send(HttpRequest.newBuilder(url).build(), BodyHandlers.discarding())
                        .statusCode();
                assertThat(status).isEqualTo(404);
            }

            assertThat(receiver.batches())
                    .singleElement()
                    .satisfies(batch -> assertThat(batch.body())
                            .contains("\"status\":404", "\"path\":\"/nothing\"", "\"rejection\":\"service-unknown\""));
        }
    }
}
