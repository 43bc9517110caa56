package io.gatehouse.throttle.mongo;

import io.gatehouse.domain.quota.SharedCounterSettings.LedgerMode;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** The contract of ledgers over the server that MONGODB_URI names. */
@EnabledIfEnvironmentVariable(
        named = TestStore.URI_VARIABLE,
        matches = ".+",
        disabledReason = "MONGODB_URI names no server")
class LeasedOnNamedServerTest extends MongoLedgerContract {

    LeasedOnNamedServerTest() {
        super(LedgerMode.LEASED, TestStore.named());
    }
}
