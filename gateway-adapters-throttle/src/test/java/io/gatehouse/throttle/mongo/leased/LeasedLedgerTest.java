package io.gatehouse.throttle.mongo.leased;

import io.gatehouse.domain.quota.QuotaLedger;
import io.gatehouse.domain.quota.QuotaLedgerContract;
import io.gatehouse.domain.quota.RateLimit;
import io.gatehouse.domain.time.GatewayClock;
import io.gatehouse.throttle.mongo.LedgerMode;
import io.gatehouse.throttle.mongo.fixture.TestNodes;
import io.gatehouse.throttle.mongo.fixture.TestStore;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** The contract over an emulator of MongoDB, by two clients over TCP. */
class LeasedLedgerTest extends QuotaLedgerContract {

    private final TestNodes nodes = new TestNodes(TestStore.emulated());

    @Override
    protected List<QuotaLedger> nodes(int count, GatewayClock clock) {
        return nodes.begin(count, LedgerMode.LEASED, clock);
    }

    @Override
    protected long mostUnused(RateLimit limit, int nodes) {
        return nodes * limit.mostLeased();
    }

    @AfterEach
    void stop() {
        nodes.close();
    }
}
