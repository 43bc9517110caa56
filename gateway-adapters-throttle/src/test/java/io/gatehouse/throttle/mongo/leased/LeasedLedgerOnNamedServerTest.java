package io.gatehouse.throttle.mongo.leased;

import io.gatehouse.throttle.mongo.LedgerMode;
import io.gatehouse.throttle.mongo.fixture.MongoLedgerContract;
import io.gatehouse.throttle.mongo.fixture.TestStore;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** The contract over the server that MONGODB_URI names. */
@EnabledIfEnvironmentVariable(
        named = TestStore.URI_VARIABLE,
        matches = ".+",
        disabledReason = "MONGODB_URI names no server")
class LeasedLedgerOnNamedServerTest extends MongoLedgerContract {

    LeasedLedgerOnNamedServerTest() {
        super(LedgerMode.LEASED, TestStore.named());
    }
}
