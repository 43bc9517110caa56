package io.gatehouse.app.configuration;

import io.gatehouse.domain.document.Default;
import io.gatehouse.domain.document.Described;
import io.gatehouse.domain.document.Secret;

/** The registry of a SOAJS installation. */
public record SoajsRegistryConfiguration(
        @Described("The connection string.") Secret uri,

        @Described("The database.") @Default("core_provision")
        String database) {}
