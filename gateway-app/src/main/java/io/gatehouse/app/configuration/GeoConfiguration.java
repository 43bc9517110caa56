package io.gatehouse.app.configuration;

import io.gatehouse.domain.document.Default;
import io.gatehouse.domain.document.Described;
import io.gatehouse.domain.document.FilePath;

/** Which country an address is in. */
public record GeoConfiguration(
        @Described("A MaxMind database of countries; read again when it changes.")
        FilePath database,

        @Described("What happens to addresses that it does not know.") @Default("deny")
        UnknownAddress unknown) {}
