package io.gatehouse.app.reading;

import io.gatehouse.app.configuration.GatewayConfiguration;
import io.gatehouse.configuration.FilePath;
import io.gatehouse.configuration.Problems;
import io.gatehouse.security.geo.GeoConfiguration;
import io.gatehouse.security.geo.MaxMindGeoDatabase;
import java.io.IOException;

/** The rule that {@code geo.database} names a database that can be used. Reads the whole file. */
final class GeoDatabaseFile {

    private GeoDatabaseFile() {}

    static void check(GatewayConfiguration configuration, Problems problems) {
        GeoConfiguration geo = configuration.geo();
        FilePath file = geo == null ? null : geo.database();
        if (file == null) {
            return;
        }
        try {
            MaxMindGeoDatabase.open(file.resolve(), 1).close();
        } catch (IOException unusable) {
            problems.add(
                    file.origin(),
                    "geo.database",
                    file.text(),
                    "a MaxMind database of countries, but " + unusable.getMessage());
        }
    }
}
