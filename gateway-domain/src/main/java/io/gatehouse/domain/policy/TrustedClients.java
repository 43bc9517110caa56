package io.gatehouse.domain.policy;

import io.gatehouse.configuration.Origin;
import io.gatehouse.domain.address.AddressTrie;
import java.net.InetAddress;
import java.util.Set;

/**
 * Clients that may skip some checks, by their address.
 *
 * @param addresses where they are
 * @param skip what they skip; nothing else
 * @param origin the place in the configuration that declares them
 */
public record TrustedClients(AddressTrie<Origin> addresses, Set<SkippedCheck> skip, Origin origin) {

    public TrustedClients {
        skip = Set.copyOf(skip);
    }

    /** What a client at this address may skip; empty for most. */
    public Set<SkippedCheck> skippedBy(InetAddress client) {
        return addresses.find(client) == null ? Set.of() : skip;
    }
}
