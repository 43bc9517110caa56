package io.gatehouse.domain.throttle;

import io.gatehouse.domain.address.MaskedAddress;
import io.gatehouse.domain.identity.User;
import io.gatehouse.domain.observation.ObservedCheck;
import io.gatehouse.domain.pipeline.Caller;
import io.gatehouse.domain.pipeline.Decision;
import io.gatehouse.domain.pipeline.RequestState;
import io.gatehouse.domain.pipeline.Throttled;
import io.gatehouse.domain.pipeline.WorkKind;
import io.gatehouse.domain.quota.AdaptiveRate;
import io.gatehouse.domain.quota.CounterKey;
import io.gatehouse.domain.quota.Limit.ConcurrencyLimit;
import io.gatehouse.domain.quota.Permit;
import io.gatehouse.domain.quota.QuotaDecision;
import io.gatehouse.domain.quota.QuotaDecision.QuotaOutcome;
import io.gatehouse.domain.quota.QuotaRule;
import io.gatehouse.domain.quota.RateLimit;
import io.gatehouse.domain.quota.Strategy;
import io.gatehouse.domain.quota.Strategy.Subject;
import io.gatehouse.domain.quota.ThrottlingServices;
import io.gatehouse.domain.rejection.Refusal;
import io.gatehouse.domain.rejection.Rejection;
import io.gatehouse.domain.tenancy.ApiKey;
import java.util.Locale;
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

    private final ThrottlingServices services;
    private final Adaptation adaptation;
    private final Function<RequestState, String> share;

    /** Also finds out whose share a request takes of the work of a store, and of the room in which requests wait. */
    RateLimiter(ThrottlingServices services, Function<RequestState, String> share) {
        this.services = services;
        this.adaptation = new Adaptation(services.learned());
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
        CounterKey counter = counter(quota.counters(), strategy.per(), state, services.ipv6Prefix());
        return strategy.limit() instanceof ConcurrencyLimit places
                ? byPlaces(state, quota, strategy, places, counter)
                : byRate(state, quota, strategy, counter);
    }

    private Decision byRate(RequestState state, QuotaRule quota, Strategy strategy, CounterKey counter) {
        RateLimit limit = strategy.limit() instanceof RateLimit rate
                ? rate
                : adaptation.present((AdaptiveRate) strategy.limit(), state, counter);
        QuotaDecision decision = services.ledger().takeAtOnce(limit, counter, 1);
        return decision == null
                ? new Decision.Offload(
                        WorkKind.COUNTER_STORE,
                        share.apply(state),
                        () -> decide(
                                state,
                                quota,
                                strategy,
                                counter,
                                services.ledger().take(limit, counter, 1)))
                : decide(state, quota, strategy, counter, decision);
    }

    private Decision byPlaces(
            RequestState state, QuotaRule quota, Strategy strategy, ConcurrencyLimit limit, CounterKey counter) {
        Permit place = services.underWay().enter(counter, limit.limit());
        if (place == null) {
            return decide(
                    state,
                    quota,
                    strategy,
                    counter,
                    new QuotaDecision(
                            QuotaOutcome.REFUSED,
                            limit.limit(),
                            0,
                            CONCURRENCY_RETRY_MILLIS,
                            CONCURRENCY_RETRY_MILLIS));
        }
        state.permits().hold(place);
        return decide(state, quota, strategy, counter, new QuotaDecision(QuotaOutcome.ADMITTED, 0, 0, 0, 0));
    }

    private Decision decide(
            RequestState state, QuotaRule quota, Strategy strategy, CounterKey counter, QuotaDecision decision) {
        services.listener().decided(strategy.name(), decision.outcome());
        if (state.trace().wanted()) {
            String adapted =
                    strategy.limit() instanceof AdaptiveRate rate ? adaptation.explain(rate, state, counter) : "";
            state.trace().note(quota.origin(), explain(quota, strategy, decision) + adapted);
        }
        if (decision.outcome() == QuotaOutcome.REFUSED
                && state.throttled().waits() < strategy.retries()
                && state.observing(ObservedCheck.THROTTLING) == null) {
            Permit place = services.waiting().enter(share.apply(state));
            if (place != null) {
                state.permits().hold(place);
                return new Decision.TryAgain(
                        strategy.delay(), state.with(state.throttled().waits(place)));
            }
        }
        if (strategy.limit() instanceof AdaptiveRate rate) {
            adaptation.learn(rate, state, counter, decision);
        }
        Throttled throttled = state.throttled().decided(decision, strategy);
        RequestState decided = state.with(throttled);
        return decision.admits() ? Decision.proceed(decided) : refuse(decision, quota, decided);
    }

    private static Decision refuse(QuotaDecision decision, QuotaRule quota, RequestState state) {
        if (decision.outcome() == QuotaOutcome.UNAVAILABLE) {
            return Decision.refuse(
                    state,
                    ObservedCheck.THROTTLING,
                    Refusal.of(Rejection.QUOTA_UNAVAILABLE)
                            .with("Retry-After", "1")
                            .decidedBy(quota.origin()));
        }
        long seconds = Math.max(1, (decision.retryMillis() + 999) / 1000);
        return Decision.refuse(
                state,
                ObservedCheck.THROTTLING,
                Refusal.of(Rejection.TOO_MANY_REQUESTS)
                        .with("Retry-After", Long.toString(seconds))
                        .decidedBy(quota.origin()));
    }

    private static void noteOff(RequestState state, @Nullable QuotaRule quota) {
        if (quota != null && state.trace().wanted()) {
            state.trace().note(quota.origin(), "throttling is off: " + quota.level());
        }
    }

    /** The counter of a request. Where the subject is missing, the address is counted. */
    private static CounterKey counter(String quota, Subject per, RequestState state, int ipv6Prefix) {
        ApiKey key = state.caller().key();
        if (key != null && (per == Subject.TENANT || per == Subject.APPLICATION || per == Subject.KEY)) {
            return counter(quota, per, state.caller(), key);
        }
        String owner = per == Subject.ADDRESS ? "" : owner(per, state.caller());
        return owner.isEmpty() || per == Subject.TENANT_AND_ADDRESS
                ? new CounterKey(quota, owner, MaskedAddress.of(state.exchange().client(), ipv6Prefix))
                : new CounterKey(quota, owner, null);
    }

    /** The counter of all calls with a key, which does not depend on the user or the address. */
    static CounterKey counter(String quota, Subject per, Caller caller, ApiKey key) {
        CounterKey last = key.lastCounters().of(quota);
        return last == null ? key.lastCounters().set(new CounterKey(quota, owner(per, caller), null)) : last;
    }

    private static String owner(Subject per, Caller caller) {
        ApiKey key = caller.key();
        User user = caller.user();
        return switch (per) {
            case TENANT, TENANT_AND_ADDRESS -> caller.tenant();
            case APPLICATION ->
                key == null ? "" : caller.tenant() + "/" + key.application().name();
            case KEY -> key == null ? "" : key.id();
            // Users of different tenants may have equal names.
            case USER -> user == null ? "" : caller.tenant() + "/" + user.id();
            case ADDRESS -> "";
        };
    }

    /** What a strategy has decided, in words for operators. */
    private static String explain(QuotaRule quota, Strategy strategy, QuotaDecision decision) {
        String per = strategy.per().name().toLowerCase(Locale.ROOT).replace('_', '-');
        return "strategy " + strategy.name() + " per " + per + ", chosen by " + quota.level() + ": "
                + explain(decision, strategy);
    }

    private static String explain(QuotaDecision decision, Strategy strategy) {
        return switch (decision.outcome()) {
            case ADMITTED -> admitted(decision);
            case REFUSED -> "rate limit of " + decision.limit() + " exceeded" + waits(strategy);
            case UNCOUNTED -> "the store cannot be asked, and outages are open";
            case UNAVAILABLE -> "the store cannot be asked, and outages are closed";
        };
    }

    private static String admitted(QuotaDecision decision) {
        return decision.hasLimit()
                ? decision.remaining() + " of " + decision.limit() + " would be left"
                : "there is room";
    }

    private static String waits(Strategy strategy) {
        return strategy.retries() == 0
                ? ""
                : "; a request waits and tries again first, " + strategy.retries() + " times each "
                        + strategy.delay().toMillis() + " ms";
    }
}
