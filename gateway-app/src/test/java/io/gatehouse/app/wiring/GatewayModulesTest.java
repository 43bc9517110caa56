package io.gatehouse.app.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.inject.Injector;
import com.google.inject.Key;
import io.gatehouse.app.configuration.GatewayConfiguration;
import io.gatehouse.app.endtoend.EmulatedStore;
import io.gatehouse.app.lifecycle.GatewayLifecycle;
import io.gatehouse.app.reading.ConfigurationInText;
import io.gatehouse.app.registry.RegistryInput;
import io.gatehouse.app.startup.Gatehouse;
import io.gatehouse.app.startup.GatehouseConfiguration;
import io.gatehouse.configuration.Problems;
import io.gatehouse.configuration.Secret;
import io.gatehouse.domain.registry.RegistrySource;
import io.gatehouse.domain.registry.RegistryTree;
import io.gatehouse.mongodb.MongoConnections;
import io.gatehouse.registry.file.FileRegistry;
import io.gatehouse.registry.mongo.MongoRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GatewayModulesTest {

    private static final String ORDERS =
            "services: { orders: { versions: { \"1\": { hosts: [\"http://127.0.0.1:9\"] } } } }\n";
    private static final Map<String, String> REGISTRIES = Map.of(
            "file", "{ source: file, file: { path: %1$s, watch: false } }",
            "mongo", "{ source: mongo, mongo: { uri: \"%2$s\" } }",
            "soajs", "{ source: soajs, soajs: { uri: \"%2$s\" } }");
    private static final Map<String, String> COUNTERS = Map.of(
            "memory", "{ store: memory }",
            "mongo", "{ store: mongo, mongo: { uri: \"%s\" } }");

    private final EmulatedStore store = new EmulatedStore();

    @TempDir
    private Path folder;

    @AfterEach
    void stop() {
        store.close();
    }

    /** Every combination of storage that the configuration allows. */
    static Stream<List<String>> storages() {
        return REGISTRIES.keySet().stream()
                .flatMap(registry -> COUNTERS.keySet().stream().map(counters -> List.of(registry, counters)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("storages")
    void everyCombinationOfStorageStarts(List<String> storage) throws Exception {
        var configuration = GatehouseConfiguration.parse(text(storage.get(0), storage.get(1)));

        try (Gatehouse gateway = Gatehouse.start(configuration)) {
            assertThat(gateway.address().getPort()).isPositive();
        }
    }

    @Test
    void everyBindingCanBeMade() throws Exception {
        Injector parts = GatewayModules.injector(
                read(text("file", "memory")), nothing(), Extensions.NONE, new MongoConnections());
        try {
            for (Key<?> key : List.copyOf(parts.getBindings().keySet())) {
                assertThat(parts.getInstance(key)).as("%s", key).isNotNull();
            }
        } finally {
            parts.getInstance(GatewayLifecycle.class).stop(Duration.ZERO, Duration.ZERO);
        }
    }

    @Test
    void nothingIsMadeThatIsNotWrittenDown() throws Exception {
        Injector parts = GatewayModules.injector(
                read(text("file", "memory")), nothing(), Extensions.NONE, new MongoConnections());

        assertThatThrownBy(() -> parts.getInstance(ArrayList.class)).hasMessageContaining("Explicit bindings");
    }

    private String text(String registry, String counters) throws Exception {
        Path file = Files.writeString(folder.resolve("registry.yml"), ORDERS);
        if (registry.equals("mongo")) {
            try (var connections = new MongoConnections()) {
                var stored = new MongoRegistry(connections.database(Secret.parse(store.uri()), "gateway"), Map.of());
                stored.carryOut(stored.plan(new FileRegistry(file, Map.of()).written(), false));
            }
        }
        if (registry.equals("soajs")) {
            try (var connections = new MongoConnections()) {
                connections
                        .database(Secret.parse(store.uri()), "core_provision")
                        .getCollection("environment")
                        .insertOne(new Document("code", "DEV"));
            }
        }
        return "listen: { address: 127.0.0.1:0 }\nadmin: { address: 127.0.0.1:0 }\nregistry: "
                + REGISTRIES.get(registry).formatted(file, store.uri()) + "\nthrottling: "
                + COUNTERS.get(counters).formatted(store.uri()) + "\n";
    }

    private static GatewayConfiguration read(String text) {
        var problems = new Problems();
        GatewayConfiguration configuration = new ConfigurationInText(text, Map.of()).read(problems);
        assertThat(problems.isEmpty()).as("%s", problems).isTrue();
        return configuration;
    }

    private static RegistryInput nothing() {
        RegistrySource nowhere = () -> new RegistryTree("nothing", List.of(), List.of());
        return new RegistryInput(nowhere, Optional.empty());
    }
}
