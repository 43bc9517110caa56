package io.gatehouse.domain.upstream;

import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Of two hosts that are drawn by weight, the one that is expected to respond sooner: by its latency of late, times the requests it
 * has in flight for its weight. One of which nothing is known yet gets one request to begin with.
 */
record PeakEwma(Rotation rotation, double meanWeight) implements BalancingStrategy.Chooser {

    /** More than any latency: what a host costs that has not responded yet. */
    private static final double UNKNOWN = 1e15;

    static PeakEwma among(List<UpstreamHost> hosts) {
        double mean = hosts.stream().mapToInt(UpstreamHost::weight).average().orElse(1);
        return new PeakEwma(new Rotation(hosts, 0), mean);
    }

    @Override
    public @Nullable UpstreamHost choose(BalancedRequest request, TriedHosts tried) {
        int length = rotation.length();
        if (length == 0) {
            return null;
        }
        var random = ThreadLocalRandom.current();
        UpstreamHost one = rotation.from(random.nextInt(length), tried);
        UpstreamHost other = one == null ? null : other(one, random.nextInt(length), tried);
        return other == null || one == null || cost(one) <= cost(other) ? one : other;
    }

    @Override
    public @Nullable UpstreamHost preview(BalancedRequest request, TriedHosts tried) {
        return rotation.from(0, tried);
    }

    @Override
    public void ended(UpstreamHost host, HostOutcome outcome) {
        long nanos = outcome.latencyNanos();
        if (nanos >= 0) {
            host.took(nanos);
        }
    }

    private @Nullable UpstreamHost other(UpstreamHost one, int start, TriedHosts tried) {
        for (int n = 0; n < rotation.length(); n++) {
            UpstreamHost host = rotation.turn(start + n);
            if (!host.equals(one) && !tried.contains(host)) {
                return host;
            }
        }
        return null;
    }

    private double cost(UpstreamHost host) {
        double load = host.inFlight() * meanWeight / host.effectiveWeight();
        double latency = host.peakLatencyNanos();
        return latency == 0 ? UNKNOWN * load : latency * (1 + load);
    }
}
