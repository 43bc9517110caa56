package io.gatehouse.security.opaque;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;

import com.mongodb.MongoException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import io.gatehouse.domain.identity.OpaqueAuthority;
import io.gatehouse.domain.identity.TokenIssuer;
import io.gatehouse.domain.identity.TokenVerdict;
import io.gatehouse.domain.identity.User;
import io.gatehouse.domain.identity.UserRecord;
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
import java.util.function.Function;
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
 * expires; without an expiry it is refused. Its user is the claim's field of {@code user}, or {@code user._id}, {@code id} or {@code
 * username} where there is none of that name.
 *
 * <p>Where users are looked up, the token's own user counts if it was not issued by our users' login ({@code loginMode: oauth}), in another
 * environment (then of any tenant), or if tokens are trusted; else the {@linkplain StoredUsers store of users} says who it is, and a user
 * who is not there is nobody.
 */
public final class StoredTokens implements OpaqueTokens {

    /** The collection's name. */
    public static final String COLLECTION = "oauth_token";

    private static final Logger LOG = LoggerFactory.getLogger(StoredTokens.class);

    /** A token has one document; a few more do no harm. */
    private static final int MOST_DOCUMENTS = 8;

    private static final long REPORT_EVERY_NANOS = 10_000_000_000L;
    private static final TokenVerdict NOBODY =
            new TokenVerdict.NoUser("the user of the token is not known, or has no access here");
    private static final List<String> OTHER_NAMES = List.of("_id", "id", "username");
    private static final OpaqueTokenResult BUSY =
            new OpaqueTokenResult(new TokenVerdict.Busy(TokenVerdict.Authority.TOKEN_STORE), Long.MAX_VALUE);

    private final MongoCollection<Document> documents;
    private final TokenStore store;
    private final @Nullable StoredUsers users;
    private final boolean trusted;
    private final TokenIssuer.Opaque issuer;
    private final String tenantId;
    private final GatewayClock clock;
    private final Executor lookups;
    private final AtomicLong reportedAt;

    /**
     * The collection's database.
     *
     * @param name its name
     * @param databases the databases of its server by name, without a deadline of their own; whoever opened their client closes it
     * @param environment the environment of the gateway
     * @param environments that, and those whose tokens are good everywhere
     * @param deadline how long a look may take, finding a server and all
     */
    public record TokenStore(
            String name,
            Function<String, MongoDatabase> databases,
            String environment,
            Set<String> environments,
            Duration deadline) {

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
        this.documents = store.databases()
                .apply(store.name())
                .getCollection(COLLECTION)
                .withTimeout(store.deadline().toMillis(), TimeUnit.MILLISECONDS);
        this.store = store;
        OpaqueAuthority.UserStore known = authority.users();
        this.users = known == null
                ? null
                : new StoredUsers(store.databases(), store.deadline(), known, authority.tenantId());
        this.trusted = known != null && known.trustsTokens();
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
                    .find(and(eq("token", token), eq("type", "accessToken")))
                    .limit(MOST_DOCUMENTS)
                    .into(found);
            return found.stream()
                    .filter(document -> isFromHere(document.get("env")))
                    .filter(document -> isOurs(document) || isRoaming(document))
                    .findFirst()
                    .map(this::read)
                    .orElse(OpaqueTokenResult.bad(Refusals.INACTIVE));
        } catch (MongoException | ClassCastException failure) {
            LOG.debug("The token store failed", failure);
            return OpaqueTokenResult.unknown("the token store does not respond");
        }
    }

    private boolean isOurs(Document token) {
        return tenantId.equals(clientId(token));
    }

    private static String clientId(Document token) {
        Object id = token.get("clientId");
        return id instanceof ObjectId object ? object.toHexString() : String.valueOf(id);
    }

    private boolean isFromHere(@Nullable Object environment) {
        return environment instanceof String name
                && store.environments().stream().anyMatch(name::equalsIgnoreCase);
    }

    /** Whether a token was issued in another environment, where its user is at home. */
    private boolean isRoaming(Document token) {
        return users != null && token.get("env") instanceof String name && !name.equalsIgnoreCase(store.environment());
    }

    private OpaqueTokenResult read(Document document) {
        if (!(document.get("expires") instanceof Date end)) {
            return OpaqueTokenResult.bad(Refusals.NO_EXPIRY);
        }
        long endsAt = end.toInstant().toEpochMilli();
        if (clock.epochMillis() >= endsAt) {
            return OpaqueTokenResult.bad(Refusals.EXPIRED);
        }
        TokenVerdict verdict = document.get("user") instanceof Document user ? user(document, user) : Refusals.NO_USER;
        return new OpaqueTokenResult(verdict, endsAt);
    }

    private TokenVerdict user(Document token, Document user) {
        TokenVerdict claimed = ClaimedUser.read(named(user), issuer.claims());
        if (users == null || !(claimed instanceof TokenVerdict.Good good)) {
            return claimed;
        }
        boolean roams = isRoaming(token);
        boolean own = roams || trusted || "oauth".equals(user.get("loginMode")) || !StoredUsers.isNamed(user);
        UserRecord record = own ? StoredUsers.ofToken(user, roams ? clientId(token) : null) : users.find(user);
        if (record == null) {
            return NOBODY;
        }
        if (own) {
            return new TokenVerdict.Good(
                    new User(good.user().id(), good.user().groups(), record), good.unreadableGroups());
        }
        Map<String, Object> claims = new HashMap<>();
        claims.put(issuer.claims().user(), good.user().id());
        claims.put(issuer.claims().groups(), record.fields().get("groups"));
        return ClaimedUser.read(claims, issuer.claims()) instanceof TokenVerdict.Good known
                ? new TokenVerdict.Good(
                        new User(known.user().id(), known.user().groups(), record), known.unreadableGroups())
                : NOBODY;
    }

    private Map<String, Object> named(Document user) {
        String name = issuer.claims().user();
        Object claimed = ClaimedUser.find(user, name);
        Object id = claimed;
        for (String other : OTHER_NAMES) {
            id = id == null ? user.get(other) : id;
        }
        Map<String, Object> named = new HashMap<>(user);
        named.put(name, id instanceof ObjectId object ? object.toHexString() : id);
        return named;
    }
}
