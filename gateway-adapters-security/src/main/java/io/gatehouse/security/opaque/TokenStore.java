package io.gatehouse.security.opaque;

import com.mongodb.client.MongoDatabase;
import io.gatehouse.domain.identity.OpaqueAuthority;
import io.gatehouse.domain.identity.TokenIssuer;
import io.gatehouse.domain.time.GatewayClock;
import java.time.Duration;
import java.util.Set;

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

    /** Those of its tokens that are the issuer's. */
    public OpaqueTokens of(TokenIssuer.Opaque issuer, OpaqueAuthority.Store place, GatewayClock clock) {
        return new StoredTokens(database, place.tenantId(), environments, issuer.claims(), deadline, clock);
    }
}
