package io.gatehouse.domain.quota;

import org.jspecify.annotations.Nullable;

/** A ledger's twin that says what would be granted, and counts nothing. */
public final class LedgerPreview implements QuotaLedger {

    private final QuotaLedger ledger;

    public LedgerPreview(QuotaLedger ledger) {
        this.ledger = ledger;
    }

    @Override
    public @Nullable Grant takeAtOnce(RateLimit limit, Counter counter, long permits) {
        return null;
    }

    @Override
    public Grant take(RateLimit limit, Counter counter, long permits) {
        return ledger.look(limit, counter, permits);
    }

    @Override
    public Grant look(RateLimit limit, Counter counter, long permits) {
        return ledger.look(limit, counter, permits);
    }
}
