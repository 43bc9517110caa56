package io.gatehouse.app.plugin;

import io.gatehouse.domain.memory.HeapShare;
import io.gatehouse.domain.quota.CounterKey;
import io.gatehouse.domain.quota.QuotaDecision;
import io.gatehouse.domain.quota.QuotaDecision.QuotaOutcome;
import io.gatehouse.domain.quota.QuotaLedger;
import io.gatehouse.domain.quota.QuotaStoreListener;
import io.gatehouse.domain.quota.RateLimit;
import io.gatehouse.domain.time.GatewayClock;
import io.gatehouse.plugin.AdapterSupport.StoreStatus;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ledger of a plug-in, and how it fares. What it throws against its contract is {@link QuotaDecision#UNAVAILABLE}; several such
 * decisions in a row, thrown or said, are an outage until one succeeds: told to the metrics and the log once each, and by
 * {@link #status}. Safe for concurrent use; adds a volatile read to what succeeds.
 */
public final class WatchedLedger implements QuotaLedger {

    private static final Logger LOG = LoggerFactory.getLogger(WatchedLedger.class);

    /** So many failures in a row are an outage. */
    private static final int OUTAGE = 3;

    private final String name;
    private final QuotaLedger ledger;
    private final GatewayClock clock;
    private final QuotaStoreListener metrics;
    private final AtomicInteger failures = new AtomicInteger();
    private volatile long sinceMillis;

    WatchedLedger(String name, QuotaLedger ledger, GatewayClock clock, QuotaStoreListener metrics) {
        this.name = name;
        this.ledger = ledger;
        this.clock = clock;
        this.metrics = metrics;
        this.sinceMillis = clock.epochMillis();
    }

    @Override
    public @Nullable QuotaDecision takeAtOnce(RateLimit limit, CounterKey counter, long permits) {
        return watched(() -> ledger.takeAtOnce(limit, counter, permits));
    }

    @Override
    public QuotaDecision take(RateLimit limit, CounterKey counter, long permits) {
        QuotaDecision decision = watched(() -> ledger.take(limit, counter, permits));
        return decision == null ? QuotaDecision.UNAVAILABLE : decision;
    }

    /** Says nothing of how the ledger fares: nobody is served by it. */
    @Override
    public QuotaDecision look(RateLimit limit, CounterKey counter, long permits) {
        return ledger.look(limit, counter, permits);
    }

    private @Nullable QuotaDecision watched(Supplier<@Nullable QuotaDecision> call) {
        QuotaDecision decision;
        try {
            decision = call.get();
        } catch (RuntimeException | LinkageError defect) {
            failed(defect);
            return QuotaDecision.UNAVAILABLE;
        }
        if (decision != null) {
            if (decision.outcome() == QuotaOutcome.UNAVAILABLE || decision.outcome() == QuotaOutcome.UNCOUNTED) {
                failed(null);
            } else if (failures.get() != 0) {
                succeeded();
            }
        }
        return decision;
    }

    private void failed(@Nullable Throwable defect) {
        int inARow = failures.accumulateAndGet(1, (before, one) -> Math.min(OUTAGE + 1, before + one));
        if (inARow == OUTAGE) {
            sinceMillis = clock.epochMillis();
            metrics.outage(true);
            LOG.error(
                    "The ledger {} fails again and again; requests that it counts are refused or not counted",
                    name,
                    defect);
        } else if (defect != null) {
            LOG.debug("The ledger {} failed", name, defect);
        }
    }

    private void succeeded() {
        if (failures.getAndSet(0) >= OUTAGE) {
            sinceMillis = clock.epochMillis();
            metrics.outage(false);
            LOG.info("The ledger {} counts again", name);
        }
    }

    @Override
    public List<HeapShare> heapShares() {
        return ledger.heapShares();
    }

    /** How it fares, where it fails; else what the plug-in says itself, if it does. */
    public Optional<StoreStatus> status(Optional<StoreStatus> said) {
        boolean out = failures.get() >= OUTAGE;
        return out && said.filter(StoreStatus::out).isEmpty()
                ? Optional.of(new StoreStatus(
                        true, sinceMillis, said.map(StoreStatus::nodes).orElse(1)))
                : said;
    }
}
