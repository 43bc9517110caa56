package io.gatehouse.app.configuration;

import io.gatehouse.configuration.Default;
import io.gatehouse.configuration.Described;
import io.gatehouse.configuration.Secret;
import java.time.Duration;

/** The registry of a SOAJS installation; the gateway's {@code environment} says which of its environments. */
public record SoajsRegistryConfiguration(
        @Described("The connection string.") Secret uri,

        @Described("The database.") @Default("core_provision")
        String database,

        @Described("How often changes are looked for; every look reads the collections whole.") @Default("30s")
        Duration pollInterval) {}
