package io.gatehouse.app.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.app.startup.Gatehouse;
import io.gatehouse.domain.registry.ReloadResult;
import io.undertow.server.HttpServerExchange;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A host that a reload takes away is asked no more, ends what it has begun, and keeps no connection. */
class RemovedHostTest {

    private static final Pattern CONNECTIONS =
            Pattern.compile("gatehouse_upstream_connections\\{state=\"(\\w+)\".*} (\\S+)");

    @TempDir
    private Path temporary;

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch mayAnswer = new CountDownLatch(1);

    @Test
    void drains() throws Exception {
        var registry = new RegistryFolder(temporary);
        try (Backend slow = Backend.start("slow", this::holdOn);
                Backend next = Backend.start("next")) {
            registry.serve(slow);
            try (Gatehouse gateway = registry.start()) {
                CompletableFuture<HttpResponse<String>> begun = Calls.client()
                        .sendAsync(Calls.request(gateway.address(), "/orders").build(), BodyHandlers.ofString());
                assertThat(asked.await(60, TimeUnit.SECONDS)).isTrue();

                registry.serve(next);
                assertThat(gateway.reload()).isIn(ReloadResult.LOADED, ReloadResult.UNCHANGED);
                assertThat(Calls.get(gateway, "/orders").body()).isEqualTo("next /");

                assertThat(begun).isNotDone();
                assertThat(slow.calls()).isEqualTo(1);
                mayAnswer.countDown();
                assertThat(begun.get(60, TimeUnit.SECONDS).body()).isEqualTo("slow");
                Eventually.holds("only the next host has a connection", () -> connections(gateway) == 1);
            }
        } finally {
            mayAnswer.countDown();
        }
    }

    private void holdOn(HttpServerExchange exchange) {
        exchange.dispatch(() -> {
            asked.countDown();
            try {
                boolean answers = mayAnswer.await(60, TimeUnit.SECONDS);
                exchange.getResponseSender().send(answers ? "slow" : "nobody let it answer");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private static double connections(Gatehouse gateway) throws Exception {
        return CONNECTIONS
                .matcher(Calls.admin(gateway, "/metrics").body())
                .results()
                .mapToDouble(found -> Double.parseDouble(found.group(2)))
                .sum();
    }
}
