package io.gatehouse.throttle.mongo;

import io.gatehouse.domain.quota.SharedCounterSettings.LedgerMode;

/** The contract of ledgers over an emulator of MongoDB. */
class ExactOnMongoTest extends MongoLedgerContract {

    ExactOnMongoTest() {
        super(LedgerMode.EXACT, TestStore.emulated());
    }
}
