package io.gatehouse.domain.quota;

import org.jspecify.annotations.Nullable;

/** A ledger's twin that says what would be granted, and counts nothing. */
public final class LedgerPreview implements QuotaLedger {

    private final QuotaLedger ledger;

    public LedgerPreview(QuotaLedger ledger) {
        this.ledger = ledger;
    }

    @Override
    public @Nullable QuotaDecision takeAtOnce(RateLimit limit, CounterKey counter, long permits) {
        return null;
    }

    @Override
    public QuotaDecision take(RateLimit limit, CounterKey counter, long permits) {
        return ledger.look(limit, counter, permits);
    }

    @Override
    public QuotaDecision look(RateLimit limit, CounterKey counter, long permits) {
        return ledger.look(limit, counter, permits);
    }
}
