package io.gatehouse.app.wiring;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import com.mongodb.client.MongoDatabase;
import io.gatehouse.app.configuration.GatewayConfiguration;
import io.gatehouse.app.configuration.GeoConfiguration;
import io.gatehouse.app.configuration.LimitsConfiguration;
import io.gatehouse.app.configuration.MongoTokenStoreConfiguration;
import io.gatehouse.app.configuration.TokenStoreConfiguration;
import io.gatehouse.app.lifecycle.StartFailure;
import io.gatehouse.configuration.Size;
import io.gatehouse.domain.geo.GeoDatabase;
import io.gatehouse.domain.memory.HeapBudget;
import io.gatehouse.mongodb.MongoConnections;
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

    private final int longestToken;
    private final HeapBudget budget;
    private final @Nullable MaxMindGeoDatabase places;

    private SecurityModule(int longestToken, HeapBudget budget, @Nullable MaxMindGeoDatabase places) {
        this.longestToken = longestToken;
        this.budget = budget;
        this.places = places;
    }

    /** The module of this configuration; a database that cannot be used is a {@link StartFailure}. */
    static SecurityModule of(GatewayConfiguration configuration, HeapBudget budget) {
        GeoConfiguration geo = configuration.geo();
        return new SecurityModule(
                longestToken(configuration.limits()),
                budget,
                geo == null ? null : open(geo.database().resolve(), budget.places()));
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
        install(new TokenModule(TokenVerificationSettings.DEFAULT
                .within(budget.tokens(), budget.refusedTokens())
                .withLongestToken(longestToken)));
        install(new DeviceModule(budget.devices()));
        if (places == null) {
            bind(GeoDatabase.class).toInstance(GeoDatabase.NONE);
        } else {
            install(new GeoModule(places));
        }
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
