package io.gatehouse.security.token;

import io.gatehouse.configuration.Default;
import io.gatehouse.configuration.Described;
import io.gatehouse.configuration.Disableable;
import io.gatehouse.configuration.Secret;
import io.gatehouse.configuration.Size;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How tokens are verified. */
public record TokenVerifierConfiguration(
        @Described("The largest token that is looked at.") @Default("32KB")
        Size maxTokenSize,

        @Described("The environment of the gateway.") @Default("dev")
        String environment,

        @Described("Environments whose opaque tokens of the token store are accepted.") @Default({})
        Set<String> environments,

        @Described("Where opaque tokens are looked up that no endpoint is asked for.") @Disableable @Nullable
        TokenStoreConfiguration tokenStore) {

    public TokenVerifierConfiguration {
        environments = Set.copyOf(environments);
    }

    /** Where opaque tokens are looked up. */
    public record TokenStoreConfiguration(
            @Described("A MongoDB database with a collection oauth_token, as SOAJS writes it.")
            MongoTokenStoreConfiguration mongo) {

        /** Opaque tokens in MongoDB. */
        public record MongoTokenStoreConfiguration(
                @Described("The connection string.") Secret uri,
                @Described("The database.") String database,

                @Described("How long looking up a token may take; then the response is 503.") @Default("2s")
                Duration deadline) {}
    }
}
