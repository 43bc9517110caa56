package io.gatehouse.registry.soajs;

import io.gatehouse.configuration.Default;
import io.gatehouse.configuration.Described;
import io.gatehouse.configuration.Secret;
import java.time.Duration;

/** The registry of a SOAJS installation; the gateway's {@code environment} says which of its environments. */
@Described("The core database of a SOAJS installation, read-only, for source soajs.")
public record SoajsRegistrySettings(
        @Described("The connection string.") Secret uri,

        @Described("The database.") @Default("core_provision")
        String database,

        @Described("How often changes are looked for; every look reads the collections whole.") @Default("30s")
        Duration pollInterval) {}
