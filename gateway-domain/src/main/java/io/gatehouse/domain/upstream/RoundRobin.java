package io.gatehouse.domain.upstream;

import org.jspecify.annotations.Nullable;

/** Each host in turn. */
final class RoundRobin implements HostChooser {

    static final RoundRobin INSTANCE = new RoundRobin();

    private RoundRobin() {}

    @Override
    public @Nullable UpstreamHost choose(Rotation rotation, TriedHosts tried) {
        return RotationWalk.from(rotation.next(), rotation, tried);
    }
}
