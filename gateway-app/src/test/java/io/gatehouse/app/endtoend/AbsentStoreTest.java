package io.gatehouse.app.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatehouse.app.lifecycle.GatewayLifecycle;
import io.gatehouse.app.lifecycle.StartFailure;
import io.gatehouse.app.startup.Gatehouse;
import io.gatehouse.app.startup.GatehouseConfiguration;
import io.gatehouse.configuration.Problems;
import io.gatehouse.domain.registry.RegistrySource;
import io.gatehouse.domain.registry.RegistryTree;
import io.gatehouse.domain.registry.RegistryUnavailable;
import io.gatehouse.registry.yaml.ReadingLimits;
import io.gatehouse.registry.yaml.TreeText;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** A gateway whose registry's store is away when it starts. */
@Isolated("the log is that of every gateway in the process")
class AbsentStoreTest {

    private static final Pattern ADMIN_PORT =
            Pattern.compile("no registry yet, admin on http://127\\.0\\.0\\.1:(\\d+)");

    private volatile String yaml;

    private final RegistrySource store = new RegistrySource() {
        @Override
        public RegistryTree read() throws RegistryUnavailable {
            String text = yaml;
            if (text == null) {
                throw RegistryUnavailable.forNow("store: no response", null);
            }
            var part = TreeText.read("store", text, Map.of(), ReadingLimits.REGISTRY, new Problems());
            return new RegistryTree("store", List.of(part), List.of(), mark());
        }

        @Override
        public String mark() throws RegistryUnavailable {
            if (yaml == null) {
                throw RegistryUnavailable.forNow("store: no response", null);
            }
            return Integer.toHexString(yaml.hashCode());
        }
    };

    @Test
    void waitsForItAndIsNotReadyMeanwhile() throws Exception {
        try (Backend backend = Backend.start("one");
                LogLines log = LogLines.of(GatewayLifecycle.class)) {
            var starting = CompletableFuture.supplyAsync(() -> Gatehouse.start(configuration()));
            int admin = Integer.parseInt(log.await(ADMIN_PORT));
            Eventually.logged(
                    "the admin port says why", () -> asked(admin, "/registry").contains("store: no response"));
            assertThat(starting).isNotDone();
            assertThat(call(admin, "/readyz").statusCode()).isEqualTo(503);
            assertThat(call(admin, "/health").body()).contains("\"status\":\"degraded\"");

            yaml = Configurations.orders(backend);

            try (Gatehouse gateway = starting.get(60, TimeUnit.SECONDS)) {
                assertThat(call(admin, "/readyz").statusCode()).isEqualTo(200);
                assertThat(Calls.get(gateway, "/orders").statusCode()).isEqualTo(200);

                String before = yaml;
                yaml = null;
                Eventually.logged(
                        "it is noticed", () -> asked(admin, "/registry").contains("store: no response"));
                assertThat(Calls.get(gateway, "/orders").statusCode()).isEqualTo(200);
                yaml = before;
                Eventually.logged(
                        "it is well again", () -> !asked(admin, "/registry").contains("no response"));
            }
        }
    }

    @Test
    void givesUpWhenItIsInterrupted() throws Exception {
        var failure = new CompletableFuture<Void>();
        var starter = new Thread(() -> {
            try {
                Gatehouse.start(configuration()).close();
                failure.complete(null);
            } catch (RuntimeException e) {
                failure.completeExceptionally(e);
            }
        });
        try (LogLines log = LogLines.of(GatewayLifecycle.class)) {
            starter.start();
            int admin = Integer.parseInt(log.await(ADMIN_PORT));
            Eventually.logged("it waits", () -> asked(admin, "/registry").contains("store: no response"));
        }

        starter.interrupt();

        assertThatThrownBy(() -> failure.get(60, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(StartFailure.class)
                .hasMessageContaining("stopped while waiting for the registry");
    }

    private GatehouseConfiguration configuration() {
        return GatehouseConfiguration.parse("listen: { address: 127.0.0.1:0 }\nadmin: { address: 127.0.0.1:0 }\n"
                        + "access-log: { format: off }\nshutdown: { grace: 1s }\n")
                .withRegistry(store);
    }

    private static HttpResponse<String> call(int port, String path) throws Exception {
        return Calls.send(Calls.request(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), path));
    }

    private static String asked(int port, String path) throws Exception {
        try {
            return call(port, path).body();
        } catch (IOException notYet) {
            return "";
        }
    }
}
