package io.gatehouse.app.wiring;

import com.google.inject.AbstractModule;
import com.google.inject.Module;
import com.google.inject.Provider;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import com.google.inject.util.Modules;
import com.mongodb.client.MongoDatabase;
import io.gatehouse.app.configuration.GatewayConfiguration;
import io.gatehouse.app.configuration.GeoConfiguration;
import io.gatehouse.app.configuration.LimitsConfiguration;
import io.gatehouse.app.configuration.MongoTokenStoreConfiguration;
import io.gatehouse.app.configuration.TokenStoreConfiguration;
import io.gatehouse.app.lifecycle.StartFailure;
import io.gatehouse.app.plugin.AdapterCatalog;
import io.gatehouse.app.plugin.AdaptersInUse;
import io.gatehouse.configuration.FilePath;
import io.gatehouse.configuration.Size;
import io.gatehouse.domain.device.DeviceParser;
import io.gatehouse.domain.geo.GeoDatabase;
import io.gatehouse.domain.identity.TokenVerifier;
import io.gatehouse.domain.memory.HeapBudget;
import io.gatehouse.mongodb.MongoConnections;
import io.gatehouse.plugin.ExtensionPoint;
import io.gatehouse.security.device.DeviceModule;
import io.gatehouse.security.geo.GeoModule;
import io.gatehouse.security.geo.MaxMindGeoDatabase;
import io.gatehouse.security.opaque.TokenStore;
import io.gatehouse.security.token.TokenModule;
import io.gatehouse.security.token.TokenVerificationSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tokens, devices, and, where a database is configured, places. */
final class SecurityModule extends AbstractModule {

    private static final Duration LOOK_FOR_NEW_DATABASE = Duration.ofSeconds(5);

    private final GatewayConfiguration configuration;
    private final AdapterCatalog adapters;
    private final HeapBudget budget;
    private final @Nullable MaxMindGeoDatabase places;

    private SecurityModule(
            GatewayConfiguration configuration,
            AdapterCatalog adapters,
            HeapBudget budget,
            @Nullable MaxMindGeoDatabase places) {
        this.configuration = configuration;
        this.adapters = adapters;
        this.budget = budget;
        this.places = places;
    }

    /** The module of this configuration; a database that cannot be used is a {@link StartFailure}. */
    static SecurityModule of(GatewayConfiguration configuration, AdapterCatalog adapters, HeapBudget budget) {
        GeoConfiguration geo = configuration.geo();
        FilePath database = geo == null ? null : geo.database();
        return new SecurityModule(
                configuration, adapters, budget, database == null ? null : open(database.resolve(), budget.places()));
    }

    /** A head holds a character in a byte. */
    private static int longestToken(LimitsConfiguration limits) {
        Size own = limits.maxTokenSize();
        return (int) Math.min(Integer.MAX_VALUE, (own == null ? limits.maxHeaderSize() : own).bytes());
    }

    private static MaxMindGeoDatabase open(Path file, long mostBytes) {
        try {
            MaxMindGeoDatabase database = MaxMindGeoDatabase.open(file, mostBytes);
            database.watch(LOOK_FOR_NEW_DATABASE);
            return database;
        } catch (IOException e) {
            throw new StartFailure("geo.database: " + file + " cannot be used: " + e.getMessage(), e);
        }
    }

    @Override
    protected void configure() {
        var tokens = TokenVerificationSettings.DEFAULT
                .within(budget.tokens(), budget.refusedTokens())
                .withLongestToken(longestToken(configuration.limits()));
        install(ExtensionPoint.TOKEN_VERIFIER, TokenVerifier.class, new TokenModule(tokens));
        install(ExtensionPoint.DEVICE, DeviceParser.class, new DeviceModule(budget.devices()));
        MaxMindGeoDatabase database = places;
        Module geo = database == null
                ? binder -> binder.bind(GeoDatabase.class).toInstance(GeoDatabase.NONE)
                : new GeoModule(database);
        install(ExtensionPoint.GEO, GeoDatabase.class, geo);
    }

    /** Ours, unless the configuration names another. */
    private <T> void install(ExtensionPoint point, Class<T> port, Module own) {
        if (adapters.inUse(point, configuration).isEmpty()) {
            install(own);
            return;
        }
        Provider<AdaptersInUse> made = getProvider(AdaptersInUse.class);
        install(Modules.override(own)
                .with(binder -> binder.bind(port)
                        .toProvider(() -> made.get().one(point, port).orElseThrow())
                        .in(Singleton.class)));
    }

    /** Where the configuration names none, nobody connects to anything. */
    @Provides
    @Singleton
    static Optional<TokenStore> tokenStore(GatewayConfiguration configuration, MongoConnections connections) {
        TokenStoreConfiguration store = configuration.tokenStore();
        if (store == null) {
            return Optional.empty();
        }
        var environments = new HashSet<>(configuration.sensitiveEnvironments());
        environments.add(configuration.environment());
        MongoTokenStoreConfiguration mongo = store.mongo();
        MongoDatabase database = connections.database(mongo.uri(), mongo.database());
        return Optional.of(new TokenStore(database, environments, mongo.deadline()));
    }

    @Provides
    @Singleton
    Optional<MaxMindGeoDatabase> places() {
        return Optional.ofNullable(places);
    }
}
