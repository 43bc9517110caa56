package io.gatehouse.security.geo;

import io.gatehouse.configuration.Default;
import io.gatehouse.configuration.Described;
import io.gatehouse.configuration.FilePath;

/** Which country an address is in. */
public record GeoConfiguration(
        @Described("A MaxMind database of countries; read again when it changes.")
        FilePath database,

        @Described("What happens to addresses that it does not know.") @Default("deny")
        UnknownAddress unknown) {

    /** What happens to addresses that no database knows. */
    public enum UnknownAddress {
        ALLOW,
        DENY
    }
}
