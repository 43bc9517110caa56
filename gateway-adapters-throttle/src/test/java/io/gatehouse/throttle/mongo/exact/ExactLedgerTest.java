package io.gatehouse.throttle.mongo.exact;

import io.gatehouse.throttle.mongo.LedgerMode;
import io.gatehouse.throttle.mongo.fixture.MongoLedgerContract;
import io.gatehouse.throttle.mongo.fixture.TestStore;

/** The contract over an emulator of MongoDB. */
class ExactLedgerTest extends MongoLedgerContract {

    ExactLedgerTest() {
        super(LedgerMode.EXACT, TestStore.emulated());
    }
}
