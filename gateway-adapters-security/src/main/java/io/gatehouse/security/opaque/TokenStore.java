package io.gatehouse.security.opaque;

import com.mongodb.client.MongoDatabase;
import io.gatehouse.domain.identity.OpaqueAuthority;
import io.gatehouse.domain.identity.TokenIssuer;
import io.gatehouse.domain.identity.TokenVerdict;
import io.gatehouse.domain.time.GatewayClock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the gateway looks up opaque tokens that nobody has to be asked for.
 *
 * @param database the database, without a deadline of its own; whoever opened its client closes it
 * @param environments the environment of the gateway, and those whose tokens are good everywhere
 * @param deadline how long a look may take, finding a server and all
 */
public record TokenStore(MongoDatabase database, Set<String> environments, Duration deadline) {

    public TokenStore {
        environments = Set.copyOf(environments);
    }

    private static final Logger LOG = LoggerFactory.getLogger(TokenStore.class);
    private static final long TELL_EVERY_NANOS = 10_000_000_000L;
    private static final OpaqueTokenResult BUSY =
            new OpaqueTokenResult(new TokenVerdict.Busy(TokenVerdict.Authority.TOKEN_STORE), Long.MAX_VALUE);

    /** Those of its tokens that are the issuer's, looked up on threads that reject what is too much, or that the system has no room for. */
    public OpaqueTokens of(
            TokenIssuer.Opaque issuer, OpaqueAuthority.Store place, GatewayClock clock, Executor lookups) {
        var stored = new StoredTokens(database, place.tenantId(), environments, issuer.claims(), deadline, clock);
        var toldAt = new AtomicLong(clock.nanoTime() - TELL_EVERY_NANOS);
        return token -> {
            try {
                return CompletableFuture.supplyAsync(() -> stored.ask(token), lookups);
            } catch (RejectedExecutionException | OutOfMemoryError full) {
                long last = toldAt.get();
                long now = clock.nanoTime();
                if (now - last >= TELL_EVERY_NANOS && toldAt.compareAndSet(last, now)) {
                    LOG.warn("Tokens of {} are refused: too many are being looked up in the store", issuer.id());
                }
                return CompletableFuture.completedFuture(BUSY);
            }
        };
    }
}
