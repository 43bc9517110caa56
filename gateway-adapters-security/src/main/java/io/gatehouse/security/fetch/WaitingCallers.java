package io.gatehouse.security.fetch;

import io.gatehouse.domain.identity.TokenVerdict;
import io.gatehouse.domain.identity.Verification;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The callers that wait for one issuer: so many of each tenant, none for longer than a while, and none on a thread.
 *
 * <p>Safe for concurrent use.
 */
public final class WaitingCallers {

    private static final Logger LOG = LoggerFactory.getLogger(WaitingCallers.class);
    private static final Verification BUSY =
            new Verification.Reached(new TokenVerdict.Busy(TokenVerdict.Authority.ISSUER));
    private static final Verification LATE =
            new Verification.Reached(new TokenVerdict.Unknown("the issuer does not respond in time"));

    private final String issuer;
    private final int mostOfTenant;
    private final Duration patience;
    private final Map<String, Integer> waiting = new HashMap<>();
    private boolean reported;

    /** Nobody waits yet. */
    public WaitingCallers(String issuer, int mostOfTenant, Duration patience) {
        this.issuer = issuer;
        this.mostOfTenant = mostOfTenant;
        this.patience = patience;
    }

    /** Has a caller wait for what is begun then; nothing is begun if too many of the tenant's callers wait already. */
    public Verification await(String tenant, Supplier<CompletionStage<Verification>> begin) {
        if (!enter(tenant)) {
            return BUSY;
        }
        try {
            return new Verification.Await(begin.get()
                    .toCompletableFuture()
                    .copy()
                    .completeOnTimeout(LATE, patience.toNanos(), TimeUnit.NANOSECONDS)
                    .whenComplete((result, failure) -> leave(tenant)));
        } catch (RuntimeException defect) {
            leave(tenant);
            throw defect;
        }
    }

    private boolean enter(String tenant) {
        boolean first;
        synchronized (this) {
            int own = waiting.getOrDefault(tenant, 0);
            if (own < mostOfTenant) {
                waiting.put(tenant, own + 1);
                return true;
            }
            first = !reported;
            reported = true;
        }
        if (first) {
            LOG.warn(
                    "Requests of {} are refused: {} of them wait for the issuer of {} already",
                    tenant.isEmpty() ? "callers without a key" : "tenant " + tenant,
                    mostOfTenant,
                    issuer);
        }
        return false;
    }

    /** Being full is reported again only after nobody has waited. */
    private synchronized void leave(String tenant) {
        waiting.computeIfPresent(tenant, (name, own) -> own == 1 ? null : own - 1);
        reported &= !waiting.isEmpty();
    }
}
