package io.gatehouse.domain.upstream;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * The hosts that may be used now, laid out so that walking the turns visits each as often as its weight says, evenly
 * spread (the smooth weighted round robin of nginx, unrolled once). Immutable; made anew when health or hosts change.
 */
final class Rotation {

    private static final AtomicIntegerFieldUpdater<Rotation> NEXT =
            AtomicIntegerFieldUpdater.newUpdater(Rotation.class, "next");

    private final List<UpstreamHost> hosts;
    private final UpstreamHost[] turns;

    @SuppressWarnings("UnusedVariable") // read by its updater
    private volatile int next;

    Rotation(List<UpstreamHost> hosts, int next) {
        this.hosts = List.copyOf(hosts);
        this.turns = unroll(this.hosts);
        this.next = next;
    }

    /** Takes the next turn. */
    int next() {
        return NEXT.getAndIncrement(this);
    }

    List<UpstreamHost> hosts() {
        return hosts;
    }

    /** The number of turns before they repeat; zero if no host may be used. */
    int length() {
        return turns.length;
    }

    /** The host whose turn it is; any integer, taken modulo the length. */
    UpstreamHost turn(int n) {
        return turns[Math.floorMod(n, turns.length)];
    }

    /** The first host from this turn on that has not been tried; null if all have been. */
    @Nullable
    UpstreamHost from(int start, TriedHosts tried) {
        for (int n = 0; n < turns.length; n++) {
            UpstreamHost host = turn(start + n);
            if (!tried.contains(host)) {
                return host;
            }
        }
        return null;
    }

    private static UpstreamHost[] unroll(List<UpstreamHost> hosts) {
        int divisor = hosts.stream().mapToInt(UpstreamHost::weight).reduce(0, Rotation::gcd);
        int total = hosts.stream().mapToInt(UpstreamHost::weight).sum();
        var turns = new ArrayList<UpstreamHost>();
        int[] credit = new int[hosts.size()];
        for (int n = 0; n < (divisor == 0 ? 0 : total / divisor); n++) {
            int richest = 0;
            for (int i = 0; i < credit.length; i++) {
                credit[i] += hosts.get(i).weight();
                richest = credit[i] > credit[richest] ? i : richest;
            }
            credit[richest] -= total;
            turns.add(hosts.get(richest));
        }
        return turns.toArray(UpstreamHost[]::new);
    }

    private static int gcd(int a, int b) {
        return b == 0 ? a : gcd(b, a % b);
    }
}
