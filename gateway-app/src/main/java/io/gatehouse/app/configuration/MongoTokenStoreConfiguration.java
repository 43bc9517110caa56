package io.gatehouse.app.configuration;

import io.gatehouse.configuration.Default;
import io.gatehouse.configuration.Described;
import io.gatehouse.configuration.Secret;
import java.time.Duration;

/** Opaque tokens in MongoDB. */
public record MongoTokenStoreConfiguration(
        @Described("The connection string.") Secret uri,
        @Described("The database.") String database,

        @Described("How long looking up a token may take; then the answer is 503.") @Default("2s")
        Duration deadline) {}
