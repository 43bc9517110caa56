package io.gatehouse.security.geo;

import io.gatehouse.configuration.Default;
import io.gatehouse.configuration.Described;
import io.gatehouse.configuration.Extensible;
import io.gatehouse.configuration.FilePath;
import io.gatehouse.configuration.MalformedValue;
import io.gatehouse.configuration.Sourced;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which country an address is in. */
public record GeoConfiguration(
        @Described("A MaxMind database of countries; read again when it changes.") @Nullable
        FilePath database,

        @Described("What happens to addresses that it does not know.") @Default("deny")
        UnknownAddress unknown,

        @Extensible(value = "geo", inline = true) Map<String, Sourced<Record>> adapters) {

    public GeoConfiguration {
        if ((database == null ? 0 : 1) + adapters.size() != 1) {
            throw new MalformedValue("database, or one adapter");
        }
    }

    /** Who finds where addresses are, with his settings: the adapter that is named, or the database's, which has these. */
    public Map<String, Sourced<Record>> used() {
        return database == null ? adapters : Map.of("maxmind", new Sourced<>(this, database.origin()));
    }

    /** What happens to addresses that no database knows. */
    public enum UnknownAddress {
        ALLOW,
        DENY
    }
}
