package io.gatehouse.domain.upstream;

import org.jspecify.annotations.Nullable;

/** Chooses one of the hosts that may be used; safe for concurrent use, in constant time for any number of hosts. */
@FunctionalInterface
interface HostChooser {

    /** One of the hosts for which {@code tried} does not hold; null if it holds for all. */
    @Nullable
    UpstreamHost choose(Rotation rotation, TriedHosts tried);
}
