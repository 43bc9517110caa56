package io.gatehouse.security.token;

import io.gatehouse.configuration.Default;
import io.gatehouse.configuration.Described;
import io.gatehouse.configuration.Secret;
import java.time.Duration;

/** Where opaque tokens are looked up. */
public record TokenStoreConfiguration(
        @Described("A MongoDB database with a collection oauth_token, as SOAJS writes it.")
        MongoTokenStoreConfiguration mongo) {

    /** Opaque tokens in MongoDB. */
    public record MongoTokenStoreConfiguration(
            @Described("The connection string.") Secret uri,
            @Described("The database.") String database,

            @Described("How long looking up a token may take; then the answer is 503.") @Default("2s")
            Duration deadline) {}
}
