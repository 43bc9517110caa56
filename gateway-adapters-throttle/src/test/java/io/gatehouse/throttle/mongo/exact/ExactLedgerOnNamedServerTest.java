package io.gatehouse.throttle.mongo.exact;

import io.gatehouse.domain.quota.QuotaLedger;
import io.gatehouse.domain.quota.QuotaLedgerContract;
import io.gatehouse.domain.time.GatewayClock;
import io.gatehouse.throttle.mongo.LedgerMode;
import io.gatehouse.throttle.mongo.fixture.TestNodes;
import io.gatehouse.throttle.mongo.fixture.TestStore;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** The contract over the server that MONGODB_URI names. */
@EnabledIfEnvironmentVariable(
        named = TestStore.URI_VARIABLE,
        matches = ".+",
        disabledReason = "MONGODB_URI names no server")
class ExactLedgerOnNamedServerTest extends QuotaLedgerContract {

    private final TestNodes nodes = new TestNodes(TestStore.named());

    @Override
    protected List<QuotaLedger> nodes(int count, GatewayClock clock) {
        return nodes.begin(count, LedgerMode.EXACT, clock);
    }

    @AfterEach
    void stop() {
        nodes.close();
    }
}
