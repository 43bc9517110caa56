package io.gatehouse.domain.upstream;

import io.gatehouse.domain.DefectListener;
import io.gatehouse.domain.service.StickyCookie;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * The hosts of a group that may be used now, and what chooses among them. Made anew when hosts, health or ejections change.
 *
 * @param usable those that may be used
 * @param chooser what the strategy has laid out of them
 * @param sticky those that a cookie may name; null where there are no cookies
 * @param lessPreferred the usable hosts of larger priorities, for requests that have tried all of these; null if there are none
 */
record HostLayout(
        List<UpstreamHost> usable,
        BalancingStrategy.Chooser chooser,
        @Nullable StickyHosts sticky,
        @Nullable HostLayout lessPreferred) {

    /** Hosts of more priorities than that are the last ones together: a name server may list a thousand of them. */
    static final int MOST_PRIORITIES = 16;

    /** No host may be used. */
    static HostLayout none() {
        return new HostLayout(List.of(), BuiltInStrategy.ROUND_ROBIN.among(List.of(), null), null, null);
    }

    /**
     * Of these hosts those that are healthy and not ejected, the most preferred of them first; an ejected one is better than none, and in
     * a panic an unhealthy one.
     */
    static HostLayout of(
            List<UpstreamHost> hosts,
            boolean panic,
            BalancingStrategy strategy,
            @Nullable StickyCookie cookie,
            byte[] ownSecret,
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
        StickyHosts sticky = cookie == null ? null : new StickyHosts(cookie, named(hosts, usable), ownSecret);
        return byPriority(usable, MOST_PRIORITIES, strategy, sticky, before, defects);
    }

    private static HostLayout byPriority(
            List<UpstreamHost> usable,
            int most,
            BalancingStrategy strategy,
            @Nullable StickyHosts sticky,
            @Nullable HostLayout before,
            DefectListener defects) {
        int least = usable.stream().mapToInt(UpstreamHost::priority).min().orElse(0);
        int last = most == 1 ? Integer.MAX_VALUE : least;
        List<UpstreamHost> preferred =
                usable.stream().filter(host -> host.priority() <= last).toList();
        List<UpstreamHost> others =
                usable.stream().filter(host -> host.priority() > last).toList();
        HostLayout next = others.isEmpty()
                ? null
                : byPriority(others, most - 1, strategy, null, before == null ? null : before.lessPreferred, defects);
        BalancingStrategy.Chooser chooser = before == null ? null : before.chooser;
        try {
            return new HostLayout(preferred, strategy.among(preferred, chooser), sticky, next);
        } catch (RuntimeException | LinkageError defect) {
            defects.threw(strategy, defect);
            return new HostLayout(preferred, BuiltInStrategy.ROUND_ROBIN.among(preferred, chooser), sticky, next);
        }
    }

    /** Those that may be used, and drained ones: they serve those to the end whom a cookie leads back to them. */
    private static Set<UpstreamHost> named(List<UpstreamHost> hosts, List<UpstreamHost> usable) {
        Set<UpstreamHost> named = new LinkedHashSet<>(usable);
        hosts.stream()
                .filter(host -> host.drained() && host.healthy() && host.ejection() == null)
                .forEach(named::add);
        return named;
    }

    /**
     * A host that has not been tried and is not at its limit, begun: that of the request's cookie, else the strategy's choice, and for a
     * request that was tried in vain one of the less preferred.
     */
    @Nullable
    UpstreamHost begin(BalancedRequest request, TriedHosts tried, DefectListener defects) {
        UpstreamHost host = beginPreferred(request, tried, defects);
        return host != null || lessPreferred == null || tried.hosts().isEmpty()
                ? host
                : lessPreferred.begin(request, tried, defects);
    }

    private @Nullable UpstreamHost beginPreferred(BalancedRequest request, TriedHosts tried, DefectListener defects) {
        UpstreamHost named = ofCookie(request, tried);
        if (named != null && named.tryBegin()) {
            return named;
        }
        TriedHosts others = named == null ? tried : tried.and(named);
        UpstreamHost host = choose(request, others, defects);
        if (host == null || host.tryBegin()) {
            return host;
        }
        UpstreamHost second = choose(request, others.and(host), defects);
        return second == null || second.tryBegin() ? second : anyWithRoom(others);
    }

    private @Nullable UpstreamHost ofCookie(BalancedRequest request, TriedHosts tried) {
        UpstreamHost named = sticky == null ? null : sticky.namedBy(request);
        return named == null || tried.contains(named) ? null : named;
    }

    /** What leads the client back to this host; null if its cookie names one that may be used, though that may be at its limit now. */
    @Nullable
    String cookie(UpstreamHost host, BalancedRequest request, TriedHosts tried) {
        return sticky == null || ofCookie(request, tried) != null ? null : sticky.naming(host);
    }

    /** The host that would be chosen; takes no turn and counts nothing. */
    @Nullable
    UpstreamHost preview(BalancedRequest request, TriedHosts tried) {
        UpstreamHost named = ofCookie(request, tried);
        UpstreamHost host = named == null ? chooser.preview(request, tried) : named;
        return host != null || lessPreferred == null ? host : lessPreferred.preview(request, tried);
    }

    /** A request is done with a host of any priority. */
    void ended(UpstreamHost host, HostOutcome outcome, DefectListener defects) {
        for (HostLayout level = this; level != null; level = level.lessPreferred) {
            try {
                level.chooser.ended(host, outcome);
            } catch (RuntimeException | LinkageError defect) {
                defects.threw(level.chooser, defect);
            }
        }
    }

    private @Nullable UpstreamHost anyWithRoom(TriedHosts tried) {
        int count = usable.size();
        int start = ThreadLocalRandom.current().nextInt(count);
        for (int n = 0; n < count; n++) {
            UpstreamHost host = usable.get((start + n) % count);
            if (!tried.contains(host) && host.tryBegin()) {
                return host;
            }
        }
        return null;
    }

    private @Nullable UpstreamHost choose(BalancedRequest request, TriedHosts tried, DefectListener defects) {
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
