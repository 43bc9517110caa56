package io.gatehouse.security.geo;

import com.google.inject.Provides;
import com.google.inject.Singleton;
import io.gatehouse.configuration.ConfigPath;
import io.gatehouse.configuration.FilePath;
import io.gatehouse.domain.geo.GeoDatabase;
import io.gatehouse.domain.memory.HeapBudget;
import io.gatehouse.plugin.AdapterModule;
import io.gatehouse.plugin.AdapterSupport;
import io.gatehouse.plugin.ExtensionPoint;
import java.io.IOException;
import java.util.Objects;

/** Binds where addresses are to a MaxMind database, whose file is watched once the gateway serves. */
public final class MaxMindGeoModule extends AdapterModule {

    /** The module named {@code maxmind}. */
    public MaxMindGeoModule() {
        super(ExtensionPoint.GEO, "maxmind", GeoConfiguration.class);
    }

    @Override
    protected void configure() {
        bind(GeoDatabase.class).to(MaxMindGeoDatabase.class);
        bind(AdapterSupport.class).to(MaxMindGeoDatabase.class);
    }

    /** Fails with one line for the operator if the file is invalid. */
    @Provides
    @Singleton
    static MaxMindGeoDatabase database(GeoConfiguration configuration, HeapBudget budget) throws IOException {
        return MaxMindGeoDatabase.open(
                Objects.requireNonNull(configuration.database()).resolve(), budget.places());
    }

    /**
     * Refuses a database that cannot be used. Reads the whole file.
     *
     * @param place the root of the configuration, where {@code geo} is
     */
    @Override
    public void check(Record settings, ConfigPath place) {
        FilePath file = Objects.requireNonNull(((GeoConfiguration) settings).database());
        try {
            MaxMindGeoDatabase.open(file.resolve(), 1).close();
        } catch (IOException unusable) {
            place.key("geo", file.origin())
                    .key("database", file.origin())
                    .refuse(
                            file.origin(),
                            file.text(),
                            "a MaxMind database of countries, but " + unusable.getMessage());
        }
    }
}
