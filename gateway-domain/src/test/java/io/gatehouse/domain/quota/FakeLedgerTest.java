package io.gatehouse.domain.quota;

import io.gatehouse.domain.time.GatewayClock;
import java.util.Collections;
import java.util.List;

class FakeLedgerTest extends QuotaLedgerContract {

    @Override
    protected List<QuotaLedger> nodes(int count, GatewayClock clock) {
        return Collections.nCopies(count, new FakeLedger(clock));
    }
}
