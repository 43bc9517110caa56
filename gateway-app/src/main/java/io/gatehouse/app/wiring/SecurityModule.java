package io.gatehouse.app.wiring;

import com.google.inject.AbstractModule;
import com.google.inject.Module;
import com.google.inject.Provider;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import com.google.inject.util.Modules;
import io.gatehouse.app.configuration.GatewayConfiguration;
import io.gatehouse.app.lifecycle.StartFailure;
import io.gatehouse.app.plugin.AdapterCatalog;
import io.gatehouse.app.plugin.AdaptersInUse;
import io.gatehouse.configuration.FilePath;
import io.gatehouse.configuration.Size;
import io.gatehouse.domain.device.DeviceParser;
import io.gatehouse.domain.geo.GeoDatabase;
import io.gatehouse.domain.identity.TokenVerifier;
import io.gatehouse.domain.memory.HeapBudget;
import io.gatehouse.plugin.ExtensionPoint;
import io.gatehouse.security.device.DeviceParserModule;
import io.gatehouse.security.geo.GeoConfiguration;
import io.gatehouse.security.geo.MaxMindGeoDatabase;
import io.gatehouse.security.token.TokenVerifierConfiguration;
import io.gatehouse.security.token.TokenVerifierModule;
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
    private final @Nullable MaxMindGeoDatabase places;

    private SecurityModule(
            GatewayConfiguration configuration, AdapterCatalog adapters, @Nullable MaxMindGeoDatabase places) {
        this.configuration = configuration;
        this.adapters = adapters;
        this.places = places;
    }

    /** The module of this configuration; an invalid database is a {@link StartFailure}. */
    static SecurityModule of(GatewayConfiguration configuration, AdapterCatalog adapters, HeapBudget budget) {
        GeoConfiguration geo = configuration.geo();
        FilePath database = geo == null ? null : geo.database();
        return new SecurityModule(
                configuration, adapters, database == null ? null : open(database.resolve(), budget.places()));
    }

    private static TokenVerifierConfiguration tokens(GatewayConfiguration configuration) {
        // A head holds a character in a byte.
        Size longest = configuration.limits().maxTokenSize();
        var environments = new HashSet<>(configuration.sensitiveEnvironments());
        environments.add(configuration.environment());
        return new TokenVerifierConfiguration(
                longest == null ? configuration.limits().maxHeaderSize() : longest,
                environments,
                configuration.tokenStore());
    }

    private static MaxMindGeoDatabase open(Path file, long mostBytes) {
        try {
            MaxMindGeoDatabase database = MaxMindGeoDatabase.open(file, mostBytes);
            database.watch(LOOK_FOR_NEW_DATABASE);
            return database;
        } catch (IOException e) {
            throw new StartFailure("geo.database: " + file + ": not a valid database: " + e.getMessage(), e);
        }
    }

    @Override
    protected void configure() {
        bind(TokenVerifierConfiguration.class).toInstance(tokens(configuration));
        install(ExtensionPoint.TOKEN_VERIFIER, TokenVerifier.class, new TokenVerifierModule());
        install(ExtensionPoint.DEVICE, DeviceParser.class, new DeviceParserModule());
        GeoDatabase database = places == null ? GeoDatabase.NONE : places;
        install(
                ExtensionPoint.GEO,
                GeoDatabase.class,
                binder -> binder.bind(GeoDatabase.class).toInstance(database));
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

    @Provides
    @Singleton
    Optional<MaxMindGeoDatabase> places() {
        return Optional.ofNullable(places);
    }
}
