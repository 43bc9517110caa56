package io.gatehouse.registry.mongo;

import io.gatehouse.configuration.Default;
import io.gatehouse.configuration.Described;
import io.gatehouse.configuration.Secret;
import java.time.Duration;

/** A registry in MongoDB. */
@Described("A MongoDB database, for source mongo.")
public record MongoRegistrySettings(
        @Described("The connection string.") Secret uri,
        @Described("The database.") @Default("gateway") String database,

        @Described("How often changes are looked for.") @Default("5s")
        Duration pollInterval) {}
