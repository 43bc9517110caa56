package io.gatehouse.domain.upstream;

import io.gatehouse.domain.service.Balancing;
import io.gatehouse.domain.service.HashBy;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** The strategies that the gateway brings; all choose by weight, and none looks through many hosts for a request. */
public enum BuiltInStrategy implements BalancingStrategy {
    /** In turn, as often as the weights say, evenly spread. */
    ROUND_ROBIN {
        @Override
        public Chooser among(List<UpstreamHost> hosts, @Nullable Chooser before) {
            return new RoundRobin(new Rotation(hosts, before instanceof RoundRobin turns ? turns.rotation.next() : 0));
        }
    },
    /** By chance, as often as the weights say. */
    RANDOM {
        @Override
        public Chooser among(List<UpstreamHost> hosts, @Nullable Chooser before) {
            return new RandomChoice(new Rotation(hosts, 0));
        }
    },
    /** The one with the fewest requests in flight for its weight. */
    LEAST_REQUESTS {
        @Override
        public Chooser among(List<UpstreamHost> hosts, @Nullable Chooser before) {
            return new LeastRequests(new Rotation(hosts, 0));
        }
    },
    /** Of two, the one that is expected to respond sooner. */
    PEAK_EWMA {
        @Override
        public Chooser among(List<UpstreamHost> hosts, @Nullable Chooser before) {
            return PeakEwma.among(hosts);
        }
    },
    /** The same for the same key; services may say another thing to go by. */
    CONSISTENT_HASH {
        @Override
        public Chooser among(List<UpstreamHost> hosts, @Nullable Chooser before) {
            return new ConsistentHash(HashBy.KEY, Balancing.USUAL_MOST_OF_AVERAGE).among(hosts, before);
        }
    };

    /** What the registry calls it. */
    public String configured() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static int below(int bound) {
        return ThreadLocalRandom.current().nextInt(bound);
    }

    /** Looks at the first turn rather than taking one. */
    private interface Rotating extends Chooser {

        Rotation rotation();

        @Override
        default @Nullable UpstreamHost preview(BalancedRequest request, TriedHosts tried) {
            return rotation().from(0, tried);
        }
    }

    private record RoundRobin(Rotation rotation) implements Rotating {

        @Override
        public @Nullable UpstreamHost choose(BalancedRequest request, TriedHosts tried) {
            return rotation.from(rotation.next(), tried);
        }
    }

    private record RandomChoice(Rotation rotation) implements Rotating {

        @Override
        public @Nullable UpstreamHost choose(BalancedRequest request, TriedHosts tried) {
            return rotation.length() == 0 ? null : rotation.from(below(rotation.length()), tried);
        }
    }

    /**
     * A small group is looked through whole, from a random start so that equals share the load. In a larger one the less
     * busy for its weight of two that are drawn by weight is taken: nearly as even, and as quick for a thousand hosts as
     * for ten.
     */
    private record LeastRequests(Rotation rotation) implements Rotating {

        private static final int SMALL = 8;

        @Override
        public @Nullable UpstreamHost choose(BalancedRequest request, TriedHosts tried) {
            List<UpstreamHost> hosts = rotation.hosts();
            if (hosts.isEmpty()) {
                return null;
            }
            return hosts.size() <= SMALL ? ofAll(hosts, tried) : ofTwo(tried);
        }

        @Override
        public boolean weighsEveryTime() {
            return true;
        }

        private @Nullable UpstreamHost ofAll(List<UpstreamHost> hosts, TriedHosts tried) {
            int start = below(hosts.size());
            UpstreamHost best = null;
            for (int n = 0; n < hosts.size(); n++) {
                UpstreamHost host = hosts.get((start + n) % hosts.size());
                if (!tried.contains(host) && (best == null || lessBusy(host, best))) {
                    best = host;
                }
            }
            return best;
        }

        private @Nullable UpstreamHost ofTwo(TriedHosts tried) {
            UpstreamHost one = rotation.from(below(rotation.length()), tried);
            UpstreamHost other = rotation.from(below(rotation.length()), tried);
            if (one == null || other == null) {
                return null;
            }
            return lessBusy(other, one) ? other : one;
        }

        private static boolean lessBusy(UpstreamHost a, UpstreamHost b) {
            return (a.inFlight() + 1) * b.effectiveWeight() < (b.inFlight() + 1) * a.effectiveWeight();
        }
    }
}
