package io.gatehouse.domain.quota;

import org.jspecify.annotations.Nullable;

/**
 * What throttling counts with.
 *
 * @param ledger counts what is limited by time
 * @param underWay counts what is limited at a time
 * @param ipv6Prefix how many leading bits of an IPv6 address a caller is counted by, 1 to 128
 * @param placesOfTenant requests of one tenant that may be under way at a time, of callers without a key together as well;
 *     at least 1
 * @param waiting where refused requests wait to try again
 * @param learned what adaptive limits have learned
 * @param listener hears of every outcome
 */
public record ThrottlingServices(
        QuotaLedger ledger,
        ConcurrencyLedger underWay,
        int ipv6Prefix,
        long placesOfTenant,
        RetryLimiter waiting,
        LearnedLimits learned,
        QuotaListener listener) {

    /** Twins of the counters, which count nothing; nobody waits and nobody hears of it. */
    public ThrottlingServices preview() {
        return new ThrottlingServices(
                new LedgerPreview(ledger),
                underWay.preview(),
                ipv6Prefix,
                placesOfTenant,
                RetryLimiter.CLOSED,
                learned.preview(),
                QuotaListener.NONE);
    }

    /** A ledger's twin that says what would be granted, and counts nothing. */
    private static final class LedgerPreview implements QuotaLedger {

        private final QuotaLedger ledger;

        LedgerPreview(QuotaLedger ledger) {
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
}
