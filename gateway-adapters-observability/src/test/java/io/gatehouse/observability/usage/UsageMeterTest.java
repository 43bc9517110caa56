package io.gatehouse.observability.usage;

import io.gatehouse.domain.traffic.TrafficListener;
import io.gatehouse.domain.traffic.TrafficListenerContract;
import io.gatehouse.observability.grouping.ExchangeGroup;

/** The contract of listeners; that nothing is lost shows {@link UsageLedgerTest}. */
class UsageMeterTest extends TrafficListenerContract {

    private final UsageRoom room = new UsageRoom(100, 10);

    @Override
    protected TrafficListener listener() {
        var meter = new UsageMeter(room, new LastUses());
        return exchange -> meter.ended(ExchangeGroup.of(exchange), 0);
    }

    /** What nobody writes is kept. */
    @Override
    protected TrafficListener stalled() {
        return listener();
    }

    @Override
    protected long kept() {
        return room.taken();
    }

    @Override
    protected long mostKept() {
        return room.most() + 8;
    }
}
