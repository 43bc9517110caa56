package io.gatehouse.compiler.document;

import io.gatehouse.configuration.Default;
import io.gatehouse.configuration.Described;
import io.gatehouse.configuration.MalformedValue;
import io.gatehouse.configuration.OrZero;
import io.gatehouse.configuration.OrderedMap;
import io.gatehouse.configuration.Origin;
import io.gatehouse.configuration.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How opaque tokens are asked for: at an introspection endpoint (RFC 7662), or in the gateway's token store. */
public record OpaqueTokenDocument(
        @Described("The introspection endpoint.") @Nullable URI introspection,

        @Described("The name by which the gateway signs in there.") @Nullable
        String client,

        @Described("Its secret there.") @Nullable Secret secret,

        @Described("Instead of an endpoint: the store that token-store in gateway.yml names.") @Nullable
        OpaqueTokenStore store,

        @Described("The tenant's id in the store: the clientId of its tokens.") @Nullable
        String tenantId,

        @Described("Where users of the store's tokens are looked up; without it they are as their token says.")
        @Nullable
        UserStoreDocument users,

        @Described("How long a response is cached.") @Default("30s") @OrZero
        Duration cache,

        Origin origin) {

    public OpaqueTokenDocument {
        if ((introspection == null) == (store == null)) {
            throw new MalformedValue("exactly one of introspection and store");
        }
        boolean signsIn = client != null && secret != null;
        if (introspection != null && (!signsIn || tenantId != null)) {
            throw new MalformedValue("introspection with client and secret, and without tenant-id");
        }
        if (store != null && (client != null || secret != null || tenantId == null)) {
            throw new MalformedValue("store with tenant-id, and without client and secret");
        }
        if (users != null && store == null) {
            throw new MalformedValue("users with store only");
        }
    }

    /** Where users are, with the packages that their groups have: as SOAJS writes them. */
    public record UserStoreDocument(
            @Described("The database on the server of the token store, with collections users and groups.")
            String database,

            @Described("Another database that groups may be in.") @Nullable
            String groups,

            @Described("Whether the user of a token is taken as the token has it.") @Default("false")
            boolean trustTokens,

            @Described("The groups that users of other tenants have here, by the id of their tenant.") @Default({})
            Map<String, List<String>> guests,

            Origin origin) {

        public UserStoreDocument {
            guests = OrderedMap.copyOf(guests);
        }
    }

    /** What kind of stores opaque tokens are looked up in. */
    public enum OpaqueTokenStore {
        MONGO
    }
}
