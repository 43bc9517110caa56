package io.gatehouse.domain.upstream;

import java.util.List;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The host with the fewest requests in flight for its weight.
 *
 * <p>A small group is looked through whole, from a random start so that equals share the load. In a larger one the less
 * busy for its weight of two that are drawn by weight is taken: nearly as even, and as quick for a thousand hosts as for ten.
 */
final class LeastRequests implements HostChooser {

    private static final int SMALL = 8;

    private final IntUnaryOperator below;

    LeastRequests(IntUnaryOperator below) {
        this.below = below;
    }

    @Override
    public @Nullable UpstreamHost choose(Rotation rotation, TriedHosts tried) {
        List<UpstreamHost> hosts = rotation.hosts();
        if (hosts.isEmpty()) {
            return null;
        }
        return hosts.size() <= SMALL ? ofAll(hosts, tried) : ofTwo(rotation, tried);
    }

    private @Nullable UpstreamHost ofAll(List<UpstreamHost> hosts, TriedHosts tried) {
        int start = below.applyAsInt(hosts.size());
        UpstreamHost best = null;
        for (int n = 0; n < hosts.size(); n++) {
            UpstreamHost host = hosts.get((start + n) % hosts.size());
            if (!tried.contains(host) && (best == null || lessBusy(host, best))) {
                best = host;
            }
        }
        return best;
    }

    private @Nullable UpstreamHost ofTwo(Rotation rotation, TriedHosts tried) {
        UpstreamHost one = RotationWalk.from(below.applyAsInt(rotation.length()), rotation, tried);
        UpstreamHost other = RotationWalk.from(below.applyAsInt(rotation.length()), rotation, tried);
        if (one == null || other == null) {
            return null;
        }
        return lessBusy(other, one) ? other : one;
    }

    private static boolean lessBusy(UpstreamHost a, UpstreamHost b) {
        return (a.inFlight() + 1L) * b.weight() < (b.inFlight() + 1L) * a.weight();
    }
}
