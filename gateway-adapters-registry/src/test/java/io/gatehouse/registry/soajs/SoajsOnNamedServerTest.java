package io.gatehouse.registry.soajs;

import io.gatehouse.registry.mongo.MongoServerFixture;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** Against the MongoDB at {@code MONGODB_URI}, in a database of its own that is dropped afterwards. */
@EnabledIfEnvironmentVariable(named = "MONGODB_URI", matches = ".+", disabledReason = "MONGODB_URI names no MongoDB")
class SoajsOnNamedServerTest extends SoajsRegistryContract {

    @Override
    MongoServerFixture server() {
        return MongoServerFixture.at(System.getenv("MONGODB_URI"));
    }
}
