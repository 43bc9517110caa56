package io.gatehouse.app.configuration;

import io.gatehouse.domain.document.Default;
import io.gatehouse.domain.document.Described;
import io.gatehouse.domain.document.Secret;
import java.time.Duration;

/** A registry in MongoDB. */
public record MongoRegistryConfiguration(
        @Described("The connection string.") Secret uri,
        @Described("The database.") @Default("gateway") String database,

        @Described("How often changes are looked for.") @Default("5s")
        Duration pollInterval) {}
