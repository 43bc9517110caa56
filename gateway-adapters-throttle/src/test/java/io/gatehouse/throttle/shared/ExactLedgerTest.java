package io.gatehouse.throttle.shared;

import io.gatehouse.domain.quota.FakeCounterStore;
import io.gatehouse.domain.quota.SharedCounterSettings.LedgerMode;

/** The contract over a store in memory. */
class ExactLedgerTest extends SharedLedgerContract {

    ExactLedgerTest() {
        super(LedgerMode.EXACT, new FakeCounterStore());
    }
}
