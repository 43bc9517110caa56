package io.gatehouse.security.opaque;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;

import com.mongodb.MongoException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import io.gatehouse.domain.identity.OpaqueAuthority;
import io.gatehouse.domain.identity.TokenIssuer;
import io.gatehouse.domain.identity.TokenVerdict;
import io.gatehouse.domain.time.GatewayClock;
import io.gatehouse.security.verdict.ClaimedUser;
import io.gatehouse.security.verdict.Refusals;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.bson.Document;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks tokens up in the MongoDB collection that SOAJS writes them to: {@code oauth_token}, with {@code token}, {@code
 * type} ({@code accessToken}; refresh tokens lie beside them and are not taken), {@code clientId} (the tenant), {@code
 * user}, {@code env} and {@code expires}.
 *
 * <p>A token is good for its own tenant only, in its own environment or if it was issued in a sensitive one, until it
 * expires; without an expiry it is refused. Its user is the claim's field of {@code user}, or {@code user._id} where there
 * is none of that name.
 */
public final class StoredTokens implements OpaqueTokens {

    /** The collection's name. */
    public static final String COLLECTION = "oauth_token";

    private static final Logger LOG = LoggerFactory.getLogger(StoredTokens.class);

    /** A token has one document; a few more do no harm. */
    private static final int MOST_DOCUMENTS = 8;

    private static final long REPORT_EVERY_NANOS = 10_000_000_000L;
    private static final OpaqueTokenResult BUSY =
            new OpaqueTokenResult(new TokenVerdict.Busy(TokenVerdict.Authority.TOKEN_STORE), Long.MAX_VALUE);

    private final MongoCollection<Document> documents;
    private final Set<String> environments;
    private final TokenIssuer.Opaque issuer;
    private final String tenantId;
    private final GatewayClock clock;
    private final Executor lookups;
    private final AtomicLong reportedAt;

    /**
     * The collection's database.
     *
     * @param database the database, without a deadline of its own; whoever opened its client closes it
     * @param environments the environment of the gateway, and those whose tokens are good everywhere
     * @param deadline how long a look may take, finding a server and all
     */
    public record TokenStore(MongoDatabase database, Set<String> environments, Duration deadline) {

        public TokenStore {
            environments = Set.copyOf(environments);
        }
    }

    /**
     * Tokens of one tenant: those that have its id for {@code clientId}, as text or as the digits of an object id.
     *
     * @param lookups where the store is looked up, as its driver blocks; rejects what is too much
     */
    public StoredTokens(
            TokenStore store,
            TokenIssuer.Opaque issuer,
            OpaqueAuthority.Store authority,
            GatewayClock clock,
            Executor lookups) {
        this.documents = store.database()
                .getCollection(COLLECTION)
                .withTimeout(store.deadline().toMillis(), TimeUnit.MILLISECONDS);
        this.environments = store.environments();
        this.issuer = issuer;
        this.tenantId = authority.tenantId();
        this.clock = clock;
        this.lookups = lookups;
        this.reportedAt = new AtomicLong(clock.nanoTime() - REPORT_EVERY_NANOS);
    }

    @Override
    public CompletionStage<OpaqueTokenResult> ask(String token) {
        try {
            return CompletableFuture.supplyAsync(() -> find(token), lookups);
        } catch (RejectedExecutionException | OutOfMemoryError full) {
            long last = reportedAt.get();
            long now = clock.nanoTime();
            if (now - last >= REPORT_EVERY_NANOS && reportedAt.compareAndSet(last, now)) {
                LOG.warn("Tokens of {} are refused: too many are being looked up in the store", issuer.id());
            }
            return CompletableFuture.completedFuture(BUSY);
        }
    }

    /** Blocks for as long as the deadline, never throws. */
    private OpaqueTokenResult find(String token) {
        try {
            var found = new ArrayList<Document>();
            documents
                    .find(and(eq("token", token), eq("type", "accessToken"), in("clientId", tenant())))
                    .limit(MOST_DOCUMENTS)
                    .into(found);
            return found.stream()
                    .filter(document -> isFromHere(document.get("env")))
                    .findFirst()
                    .map(this::read)
                    .orElse(OpaqueTokenResult.bad(Refusals.INACTIVE));
        } catch (MongoException | ClassCastException failure) {
            LOG.debug("The token store failed", failure);
            return OpaqueTokenResult.unknown("the token store does not respond");
        }
    }

    private List<Object> tenant() {
        return ObjectId.isValid(tenantId) ? List.of(tenantId, new ObjectId(tenantId)) : List.of(tenantId);
    }

    private boolean isFromHere(@Nullable Object environment) {
        return environment instanceof String name && environments.stream().anyMatch(name::equalsIgnoreCase);
    }

    private OpaqueTokenResult read(Document document) {
        if (!(document.get("expires") instanceof Date end)) {
            return OpaqueTokenResult.bad(Refusals.NO_EXPIRY);
        }
        long endsAt = end.toInstant().toEpochMilli();
        if (clock.epochMillis() >= endsAt) {
            return OpaqueTokenResult.bad(Refusals.EXPIRED);
        }
        TokenVerdict verdict = document.get("user") instanceof Document user
                ? ClaimedUser.read(named(user), issuer.claims())
                : Refusals.NO_USER;
        return new OpaqueTokenResult(verdict, endsAt);
    }

    private Map<String, Object> named(Document user) {
        String name = issuer.claims().user();
        Object claimed = ClaimedUser.find(user, name);
        Object id = claimed == null ? user.get("_id") : claimed;
        Map<String, Object> named = new HashMap<>(user);
        named.put(name, id instanceof ObjectId object ? object.toHexString() : id);
        return named;
    }
}
