package io.gatehouse.app.configuration;

import io.gatehouse.configuration.Described;

/** Where opaque tokens are looked up. */
public record TokenStoreConfiguration(
        @Described("A MongoDB database with a collection oauth_token, as SOAJS writes it.")
        MongoTokenStoreConfiguration mongo) {}
