package io.gatehouse.domain.throttle;

import io.gatehouse.domain.pipeline.Decision;
import io.gatehouse.domain.pipeline.RequestState;
import io.gatehouse.domain.pipeline.Throttled;
import io.gatehouse.domain.pipeline.WorkKind;
import io.gatehouse.domain.quota.ConcurrencyLimit;
import io.gatehouse.domain.quota.CounterKey;
import io.gatehouse.domain.quota.Permit;
import io.gatehouse.domain.quota.QuotaDecision;
import io.gatehouse.domain.quota.QuotaOutcome;
import io.gatehouse.domain.quota.QuotaRule;
import io.gatehouse.domain.quota.RateLimit;
import io.gatehouse.domain.quota.Strategy;
import io.gatehouse.domain.quota.ThrottlingServices;
import io.gatehouse.domain.rejection.Refusal;
import io.gatehouse.domain.rejection.Rejection;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Lets a request pass if its quota allows it.
 *
 * <p>A request that would be refused waits and tries again first, as often as its strategy says and while there is room to
 * wait; it holds no thread meanwhile.
 */
final class RateLimiter {

    /** A place among requests under way comes free at any moment. */
    private static final long CONCURRENCY_RETRY_MILLIS = 1000;

    private final ThrottlingServices metering;
    private final Function<RequestState, String> share;

    /** Also told whose share a request takes of the work of a store, and of the room in which requests wait. */
    RateLimiter(ThrottlingServices metering, Function<RequestState, String> share) {
        this.metering = metering;
        this.share = share;
    }

    /** Decides by this quota; null lets everything pass. */
    Decision pass(RequestState state, @Nullable QuotaRule quota) {
        Permit waited = state.throttled().waiting();
        if (waited != null) {
            waited.release();
        }
        Strategy strategy = quota == null ? null : quota.strategy();
        if (quota == null || strategy == null) {
            noteOff(state, quota);
            return Decision.proceed(state);
        }
        CounterKey counter = Counters.of(quota.counters(), strategy.per(), state, metering.ipv6Prefix());
        return strategy.limit() instanceof RateLimit rate
                ? byRate(state, quota, strategy, rate, counter)
                : byPlaces(state, quota, strategy, (ConcurrencyLimit) strategy.limit(), counter);
    }

    private Decision byRate(
            RequestState state, QuotaRule quota, Strategy strategy, RateLimit limit, CounterKey counter) {
        QuotaDecision grant = metering.ledger().takeAtOnce(limit, counter, 1);
        return grant == null
                ? new Decision.Offload(
                        WorkKind.COUNTER_STORE,
                        share.apply(state),
                        () -> rule(state, quota, strategy, metering.ledger().take(limit, counter, 1)))
                : rule(state, quota, strategy, grant);
    }

    private Decision byPlaces(
            RequestState state, QuotaRule quota, Strategy strategy, ConcurrencyLimit limit, CounterKey counter) {
        Permit place = metering.underWay().enter(counter, limit.limit());
        if (place == null) {
            return rule(
                    state,
                    quota,
                    strategy,
                    new QuotaDecision(
                            QuotaOutcome.REFUSED,
                            limit.limit(),
                            0,
                            CONCURRENCY_RETRY_MILLIS,
                            CONCURRENCY_RETRY_MILLIS));
        }
        state.permits().hold(place);
        return rule(state, quota, strategy, new QuotaDecision(QuotaOutcome.ADMITTED, 0, 0, 0, 0));
    }

    private Decision rule(RequestState state, QuotaRule quota, Strategy strategy, QuotaDecision grant) {
        metering.listener().ruled(strategy.name(), grant.ruling());
        if (state.journal().wanted()) {
            state.journal().note(quota.origin(), QuotaExplanation.of(quota, strategy, grant));
        }
        if (grant.ruling() == QuotaOutcome.REFUSED && state.throttled().waits() < strategy.retries()) {
            Permit place = metering.waiting().enter(share.apply(state));
            if (place != null) {
                state.permits().hold(place);
                return new Decision.TryAgain(
                        strategy.delay(), state.with(state.throttled().waits(place)));
            }
        }
        Throttled throttled = state.throttled().decided(grant, strategy);
        RequestState decided = state.with(throttled);
        return grant.admits() ? Decision.proceed(decided) : refuse(grant, quota, decided);
    }

    private static Decision refuse(QuotaDecision grant, QuotaRule quota, RequestState state) {
        if (grant.ruling() == QuotaOutcome.UNAVAILABLE) {
            return Decision.reject(
                    Refusal.of(Rejection.QUOTA_UNAVAILABLE)
                            .with("Retry-After", "1")
                            .decidedBy(quota.origin()),
                    state);
        }
        long seconds = Math.max(1, (grant.retryMillis() + 999) / 1000);
        return Decision.reject(
                Refusal.of(Rejection.TOO_MANY_REQUESTS)
                        .with("Retry-After", Long.toString(seconds))
                        .decidedBy(quota.origin()),
                state);
    }

    private static void noteOff(RequestState state, @Nullable QuotaRule quota) {
        if (quota != null && state.journal().wanted()) {
            state.journal().note(quota.origin(), "throttling is off: " + quota.level());
        }
    }
}
