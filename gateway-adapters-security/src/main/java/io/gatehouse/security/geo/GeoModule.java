package io.gatehouse.security.geo;

import com.google.inject.AbstractModule;
import io.gatehouse.domain.geo.GeoDatabase;

/** Binds where addresses are to a database that has been opened; whoever opened it closes it. */
public final class GeoModule extends AbstractModule {

    private final MaxMindGeoDatabase database;

    /** Looks addresses up in this database. */
    public GeoModule(MaxMindGeoDatabase database) {
        this.database = database;
    }

    @Override
    protected void configure() {
        bind(GeoDatabase.class).toInstance(database);
    }
}
