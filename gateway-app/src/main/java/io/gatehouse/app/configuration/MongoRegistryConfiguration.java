package io.gatehouse.app.configuration;

import io.gatehouse.configuration.Default;
import io.gatehouse.configuration.Described;
import io.gatehouse.configuration.Secret;
import java.time.Duration;

/** A registry in MongoDB. */
public record MongoRegistryConfiguration(
        @Described("The connection string.") Secret uri,
        @Described("The database.") @Default("gateway") String database,

        @Described("How often changes are looked for.") @Default("5s")
        Duration pollInterval) {}
