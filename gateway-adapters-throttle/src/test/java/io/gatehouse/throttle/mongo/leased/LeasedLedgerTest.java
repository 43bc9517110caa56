package io.gatehouse.throttle.mongo.leased;

import io.gatehouse.throttle.mongo.LedgerMode;
import io.gatehouse.throttle.mongo.fixture.MongoLedgerContract;
import io.gatehouse.throttle.mongo.fixture.TestStore;

/** The contract over an emulator of MongoDB. */
class LeasedLedgerTest extends MongoLedgerContract {

    LeasedLedgerTest() {
        super(LedgerMode.LEASED, TestStore.emulated());
    }
}
