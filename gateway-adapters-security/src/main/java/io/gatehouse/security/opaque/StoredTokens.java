package io.gatehouse.security.opaque;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;

import com.mongodb.MongoException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import io.gatehouse.domain.identity.TokenIssuer;
import io.gatehouse.domain.identity.TokenVerdict;
import io.gatehouse.domain.time.GatewayClock;
import io.gatehouse.security.claims.Claim;
import io.gatehouse.security.claims.ClaimedUser;
import io.gatehouse.security.claims.Refusals;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
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
public final class StoredTokens {

    /** The collection's name. */
    public static final String COLLECTION = "oauth_token";

    private static final Logger LOG = LoggerFactory.getLogger(StoredTokens.class);

    /** A token has one document; a few more do no harm. */
    private static final int MOST_DOCUMENTS = 8;

    private final MongoCollection<Document> documents;
    private final String tenantId;
    private final Set<String> environments;
    private final TokenIssuer.Claims names;
    private final GatewayClock clock;

    /**
     * Tokens of one tenant.
     *
     * @param database the database, without a deadline of its own
     * @param tenantId what tokens of the tenant have for {@code clientId}, as text or as the digits of an object id
     * @param environments the environment of the gateway, and those whose tokens are good everywhere
     * @param names which fields of {@code user} tell who it is
     * @param deadline how long a look may take, finding a server and all
     */
    public StoredTokens(
            MongoDatabase database,
            String tenantId,
            Set<String> environments,
            TokenIssuer.Claims names,
            Duration deadline,
            GatewayClock clock) {
        this.documents = database.getCollection(COLLECTION).withTimeout(deadline.toMillis(), TimeUnit.MILLISECONDS);
        this.tenantId = tenantId;
        this.environments = Set.copyOf(environments);
        this.names = names;
        this.clock = clock;
    }

    /** What is known of a token at this moment; blocks for as long as the deadline, never throws. */
    public OpaqueTokenResult ask(String token) {
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
            return OpaqueTokenResult.unknown("the token store does not answer");
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
        TokenVerdict verdict =
                document.get("user") instanceof Document user ? ClaimedUser.read(named(user), names) : Refusals.NO_USER;
        return new OpaqueTokenResult(verdict, endsAt);
    }

    private Map<String, Object> named(Document user) {
        Map<String, Object> named = new HashMap<>(user);
        Object claimed = Claim.find(user, names.user());
        Object id = claimed == null ? user.get("_id") : claimed;
        named.put(names.user(), id instanceof ObjectId object ? object.toHexString() : id);
        return named;
    }
}
