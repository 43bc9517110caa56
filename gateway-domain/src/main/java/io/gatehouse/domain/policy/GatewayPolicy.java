package io.gatehouse.domain.policy;

import io.gatehouse.configuration.Origin;
import io.gatehouse.domain.address.AddressTrie;
import io.gatehouse.domain.identity.DeclaredIssuer;
import io.gatehouse.domain.maintenance.Maintenance;
import io.gatehouse.domain.observation.Observation;
import io.gatehouse.domain.quota.Quotas;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What holds for every request, whoever sends it and wherever it goes.
 *
 * @param maintenance the whole gateway is under maintenance; null if it is not
 * @param banned addresses that are always refused, each with the place that bans it
 * @param trusted clients that may skip checks; null for none
 * @param cors which web pages may call; null if the gateway does not care
 * @param issuer whose tokens are believed where no tenant's settings apply; null for nobody's
 * @param quotas how much is allowed to whom
 * @param observation the checks that are watched instead of enforced, whatever the call; null for none
 */
public record GatewayPolicy(
        @Nullable Maintenance maintenance,
        AddressTrie<Origin> banned,
        @Nullable TrustedClients trusted,
        @Nullable CorsPolicy cors,
        @Nullable DeclaredIssuer issuer,
        Quotas quotas,
        @Nullable Observation observation) {

    /** A policy that demands and forbids nothing. */
    public static final GatewayPolicy NONE =
            new GatewayPolicy(null, AddressTrie.of(Map.of()), null, null, null, Quotas.NONE, null);
}
