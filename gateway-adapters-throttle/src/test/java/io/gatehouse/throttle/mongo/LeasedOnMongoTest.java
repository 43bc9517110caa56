package io.gatehouse.throttle.mongo;

import io.gatehouse.domain.quota.SharedCounterSettings.LedgerMode;

/** The contract of ledgers over an emulator of MongoDB. */
class LeasedOnMongoTest extends MongoLedgerContract {

    LeasedOnMongoTest() {
        super(LedgerMode.LEASED, TestStore.emulated());
    }
}
