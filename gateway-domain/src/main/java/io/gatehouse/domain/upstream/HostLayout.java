package io.gatehouse.domain.upstream;

import io.gatehouse.domain.DefectListener;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * The hosts of a group that may be used now, and what chooses among them. Made anew when hosts, health or ejections change.
 *
 * @param usable those that may be used
 * @param chooser what the strategy has laid out of them
 */
record HostLayout(List<UpstreamHost> usable, BalancingStrategy.Chooser chooser) {

    /** No host may be used. */
    static HostLayout none() {
        return new HostLayout(List.of(), BuiltInStrategy.ROUND_ROBIN.among(List.of(), null));
    }

    /** Of these hosts those that are healthy and not ejected; an ejected one is better than none, and in a panic an unhealthy one. */
    static HostLayout of(
            List<UpstreamHost> hosts,
            boolean panic,
            BalancingStrategy strategy,
            HostLayout before,
            DefectListener defects) {
        List<UpstreamHost> meant =
                hosts.stream().filter(host -> !host.drained()).toList();
        List<UpstreamHost> healthy =
                meant.stream().filter(UpstreamHost::healthy).toList();
        List<UpstreamHost> serving =
                healthy.stream().filter(host -> host.ejection() == null).toList();
        List<UpstreamHost> anyHealthy = serving.isEmpty() ? healthy : serving;
        List<UpstreamHost> usable = anyHealthy.isEmpty() && panic ? meant : anyHealthy;
        try {
            return new HostLayout(usable, strategy.among(usable, before.chooser));
        } catch (RuntimeException | LinkageError defect) {
            defects.threw(strategy, defect);
            return new HostLayout(usable, BuiltInStrategy.ROUND_ROBIN.among(usable, before.chooser));
        }
    }

    /** A host that has not been tried; null if none is left. */
    @Nullable
    UpstreamHost choose(BalancedRequest request, TriedHosts tried, DefectListener defects) {
        try {
            UpstreamHost host = chooser.choose(request, tried);
            return host != null && host.share() < 1 && !chooser.weighsEveryTime()
                    ? orAnother(host, request, tried)
                    : host;
        } catch (RuntimeException | LinkageError defect) {
            defects.threw(chooser, defect);
            return firstNotIn(tried);
        }
    }

    /** A host that has just come back, or in so many cases as its share is short of the whole another one. */
    private UpstreamHost orAnother(UpstreamHost back, BalancedRequest request, TriedHosts tried) {
        if (ThreadLocalRandom.current().nextDouble() < back.share()) {
            return back;
        }
        UpstreamHost other = chooser.choose(request, tried.and(back));
        return other == null ? back : other;
    }

    private @Nullable UpstreamHost firstNotIn(TriedHosts tried) {
        for (UpstreamHost host : usable) {
            if (!tried.contains(host)) {
                return host;
            }
        }
        return null;
    }
}
