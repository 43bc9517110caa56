package io.gatehouse.domain.registry;

import io.gatehouse.domain.access.Packages;
import io.gatehouse.domain.policy.GatewayPolicy;
import io.gatehouse.domain.service.Services;
import io.gatehouse.domain.tenancy.ApiKeys;
import java.util.List;

/**
 * Everything that the gateway knows of its registry at one moment: compiled, immutable, shared by all requests.
 *
 * @param revision counts the snapshots of this process, from 1
 * @param source where it was read from, for people
 * @param loadedMillis when it was compiled, since the epoch
 * @param services what can be called
 * @param keys who may call
 * @param policy what holds for every request
 * @param hash of its content; empty if unknown
 * @param packages what can be bought
 * @param details what the source knows besides
 */
public record Snapshot(
        long revision,
        String source,
        long loadedMillis,
        Services services,
        ApiKeys keys,
        GatewayPolicy policy,
        String hash,
        Packages packages,
        SourceDetails details) {

    /** What a gateway has before it has read anything; no request is judged by it. */
    public static Snapshot none() {
        var services = new Services(List.of(), List.of());
        return new Snapshot(
                0, "nothing yet", 0, services, ApiKeys.NONE, GatewayPolicy.NONE, "", Packages.NONE, SourceDetails.NONE);
    }
}
