package io.gatehouse.app.wiring;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import io.gatehouse.app.configuration.GatewayConfiguration;
import io.gatehouse.app.lifecycle.StartFailure;
import io.gatehouse.configuration.Size;
import io.gatehouse.domain.geo.GeoDatabase;
import io.gatehouse.domain.memory.HeapBudget;
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

    private final TokenVerifierConfiguration tokens;
    private final @Nullable MaxMindGeoDatabase places;

    private SecurityModule(TokenVerifierConfiguration tokens, @Nullable MaxMindGeoDatabase places) {
        this.tokens = tokens;
        this.places = places;
    }

    /** The module of this configuration; a database that cannot be used is a {@link StartFailure}. */
    static SecurityModule of(GatewayConfiguration configuration, HeapBudget budget) {
        GeoConfiguration geo = configuration.geo();
        return new SecurityModule(
                tokens(configuration), geo == null ? null : open(geo.database().resolve(), budget.places()));
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
            throw new StartFailure("geo.database: " + file + " cannot be used: " + e.getMessage(), e);
        }
    }

    @Override
    protected void configure() {
        bind(TokenVerifierConfiguration.class).toInstance(tokens);
        install(new TokenVerifierModule());
        install(new DeviceParserModule());
        bind(GeoDatabase.class).toInstance(places == null ? GeoDatabase.NONE : places);
    }

    @Provides
    @Singleton
    Optional<MaxMindGeoDatabase> places() {
        return Optional.ofNullable(places);
    }
}
