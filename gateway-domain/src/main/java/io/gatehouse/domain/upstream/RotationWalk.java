package io.gatehouse.domain.upstream;

import org.jspecify.annotations.Nullable;

/** Walks a rotation from some turn on to the first host that has not been tried. */
final class RotationWalk {

    private RotationWalk() {}

    static @Nullable UpstreamHost from(int start, Rotation rotation, TriedHosts tried) {
        for (int n = 0; n < rotation.length(); n++) {
            UpstreamHost host = rotation.turn(start + n);
            if (!tried.contains(host)) {
                return host;
            }
        }
        return null;
    }
}
