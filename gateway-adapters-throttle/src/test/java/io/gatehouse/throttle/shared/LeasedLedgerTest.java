package io.gatehouse.throttle.shared;

import io.gatehouse.domain.quota.FakeCounterStore;
import io.gatehouse.domain.quota.SharedCounterSettings.LedgerMode;

/** The contract over a store in memory. */
class LeasedLedgerTest extends SharedLedgerContract {

    LeasedLedgerTest() {
        super(LedgerMode.LEASED, new FakeCounterStore());
    }
}
