package io.gatehouse.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.inject.AbstractModule;
import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Key;
import com.google.inject.Module;
import com.google.inject.ProvisionException;
import io.gatehouse.configuration.FilePath;
import io.gatehouse.configuration.Origin;
import io.gatehouse.configuration.Secret;
import io.gatehouse.configuration.Size;
import io.gatehouse.domain.geo.GeoDatabase;
import io.gatehouse.domain.geo.GeoLocation;
import io.gatehouse.domain.memory.HeapBudget;
import io.gatehouse.domain.time.GatewayClock;
import io.gatehouse.domain.time.ManualClock;
import io.gatehouse.mongodb.MongoConnections;
import io.gatehouse.plugin.AdapterModule;
import io.gatehouse.plugin.AdapterSupport;
import io.gatehouse.security.device.DeviceParserModule;
import io.gatehouse.security.device.DeviceParserModule.DeviceParserConfiguration;
import io.gatehouse.security.fixture.DatabaseFile;
import io.gatehouse.security.geo.GeoConfiguration;
import io.gatehouse.security.geo.GeoConfiguration.UnknownAddress;
import io.gatehouse.security.geo.MaxMindGeoModule;
import io.gatehouse.security.token.GatewayTokenVerifier;
import io.gatehouse.security.token.TokenVerifierConfiguration;
import io.gatehouse.security.token.TokenVerifierConfiguration.TokenStoreConfiguration;
import io.gatehouse.security.token.TokenVerifierConfiguration.TokenStoreConfiguration.MongoTokenStoreConfiguration;
import io.gatehouse.security.token.TokenVerifierModule;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each module binds the port of its extension point, with what the program binds beside it and nothing else. */
class AdapterModulesTest {

    private final MongoConnections connections = new MongoConnections();

    @TempDir
    private Path directory;

    @AfterEach
    void stop() {
        connections.close();
    }

    @Test
    void bindThePortsOfTheirExtensionPoints() throws IOException {
        Path file = directory.resolve("countries.mmdb");
        DatabaseFile.countries().put("192.0.2.0/24", "LB", "AS").writeTo(file);
        List<AdapterModule> modules =
                List.of(new TokenVerifierModule(), new MaxMindGeoModule(), new DeviceParserModule());
        for (AdapterModule module : modules) {
            Injector injector = injector(tokens(null), geo(file), List.of(module));
            Object port = injector.getInstance(module.point().port());
            assertThat(injector.getBinding(Key.get(module.settings()))).isNotNull();
            AdapterSupport support = injector.getInstance(AdapterSupport.class);
            assertThat(support).isSameAs(port);
            assertThat(support.heapShares()).isNotEmpty();
            if (port instanceof GeoDatabase places) {
                assertThat(places.find(InetAddress.getByName("192.0.2.1"))).isEqualTo(new GeoLocation("LB", "AS"));
            }
            if (port instanceof GatewayTokenVerifier verifier) {
                verifier.close();
            }
        }
    }

    @Test
    void connectToNoTokenStoreThatIsNotConfigured() {
        Secret uri = Secret.parse("mongodb://127.0.0.1:1");
        var mongo = new MongoTokenStoreConfiguration(uri, "core", Duration.ofSeconds(1));
        for (TokenStoreConfiguration store : new TokenStoreConfiguration[] {null, new TokenStoreConfiguration(mongo)}) {
            Injector injector = injector(tokens(store), geo(directory), List.of(new TokenVerifierModule()));
            injector.getInstance(GatewayTokenVerifier.class).close();
            assertThat(connections.outage(uri).isPresent()).isEqualTo(store != null);
        }
    }

    @Test
    void failForDatabasesThatCannotBeUsedWithOneLine() {
        Path missing = directory.resolve("missing.mmdb");
        Injector injector = injector(tokens(null), geo(missing), List.of(new MaxMindGeoModule()));
        assertThatThrownBy(() -> injector.getInstance(GeoDatabase.class))
                .isInstanceOf(ProvisionException.class)
                .cause()
                .isInstanceOf(IOException.class)
                .hasMessage(missing + " does not exist");
    }

    private static TokenVerifierConfiguration tokens(TokenStoreConfiguration store) {
        return new TokenVerifierConfiguration(new Size(32 << 10), "dev", Set.of("dev"), store);
    }

    private static GeoConfiguration geo(Path file) {
        return new GeoConfiguration(new FilePath(file.toString(), Origin.of("test")), UnknownAddress.DENY, Map.of());
    }

    private Injector injector(TokenVerifierConfiguration tokens, GeoConfiguration geo, List<? extends Module> modules) {
        return Guice.createInjector(new AbstractModule() {
            @Override
            protected void configure() {
                binder().requireExplicitBindings();
                bind(GatewayClock.class).toInstance(new ManualClock());
                bind(HeapBudget.class).toInstance(HeapBudget.of(64 << 20));
                bind(MongoConnections.class).toInstance(connections);
                bind(TokenVerifierConfiguration.class).toInstance(tokens);
                bind(GeoConfiguration.class).toInstance(geo);
                bind(DeviceParserConfiguration.class).toInstance(new DeviceParserConfiguration());
                modules.forEach(this::install);
            }
        });
    }
}
