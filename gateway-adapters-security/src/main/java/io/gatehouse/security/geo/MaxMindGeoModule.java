package io.gatehouse.security.geo;

import com.google.inject.Provides;
import com.google.inject.Singleton;
import io.gatehouse.domain.geo.GeoDatabase;
import io.gatehouse.domain.memory.HeapBudget;
import io.gatehouse.plugin.AdapterModule;
import io.gatehouse.plugin.ExtensionPoint;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;

/** Binds where addresses are to a MaxMind database, whose file is watched from the first look-up on. */
public final class MaxMindGeoModule extends AdapterModule {

    private static final Duration LOOK_FOR_NEW_DATABASE = Duration.ofSeconds(5);

    /** The module named {@code maxmind}. */
    public MaxMindGeoModule() {
        super(ExtensionPoint.GEO, "maxmind", GeoConfiguration.class);
    }

    @Override
    protected void configure() {
        bind(GeoDatabase.class).to(MaxMindGeoDatabase.class);
    }

    /** Fails with one line for the operator if the file is invalid. */
    @Provides
    @Singleton
    static MaxMindGeoDatabase database(GeoConfiguration configuration, HeapBudget budget) throws IOException {
        MaxMindGeoDatabase database = MaxMindGeoDatabase.open(
                Objects.requireNonNull(configuration.database()).resolve(), budget.places());
        database.watch(LOOK_FOR_NEW_DATABASE);
        return database;
    }
}
