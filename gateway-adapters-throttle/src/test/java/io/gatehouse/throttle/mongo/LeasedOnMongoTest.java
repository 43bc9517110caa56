package io.gatehouse.throttle.mongo;

import io.gatehouse.domain.quota.SharedCounterSettings.LedgerMode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The contract of ledgers over an emulator of MongoDB. */
@Tag("slow")
@Execution(ExecutionMode.CONCURRENT)
class LeasedOnMongoTest extends MongoLedgerContract {

    LeasedOnMongoTest() {
        super(LedgerMode.LEASED, TestStore.emulated());
    }
}
