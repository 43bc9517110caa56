package io.gatehouse.domain.identity;

import io.gatehouse.configuration.Secret;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who knows about an issuer's opaque tokens. */
public sealed interface OpaqueAuthority {

    /**
     * The issuer itself, at its introspection endpoint (RFC 7662).
     *
     * @param endpoint the endpoint
     * @param client the name by which the gateway signs in there
     * @param secret its secret there
     */
    record Introspection(URI endpoint, String client, Secret secret) implements OpaqueAuthority {}

    /**
     * The gateway's token store, which the issuer writes to.
     *
     * @param tenantId whose tokens count, as the store names the tenant
     * @param users where their users are looked up; null for what the token says of them
     */
    record Store(String tenantId, @Nullable UserStore users) implements OpaqueAuthority {

        /** Users are as the token says. */
        public Store(String tenantId) {
            this(tenantId, null);
        }
    }

    /**
     * Where users of stored tokens are, beside the tokens: the collections {@code users} and {@code groups} of a database.
     *
     * @param database the database, on the server of the token store
     * @param groups another database that groups may be in; null for none
     * @param trustsTokens whether the user of a token is taken as the token has it, without being looked up
     * @param guests the groups that users of other tenants have here, by the id of their tenant; they have no access without
     */
    record UserStore(String database, @Nullable String groups, boolean trustsTokens, Map<String, List<String>> guests) {

        public UserStore {
            guests = Map.copyOf(guests);
        }
    }
}
