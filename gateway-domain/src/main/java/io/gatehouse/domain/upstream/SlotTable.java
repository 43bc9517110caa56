package io.gatehouse.domain.upstream;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;

/**
 * Slots that are shared out among hosts by weight, so that a change of hosts or weights moves as few of them as can be. Immutable.
 */
final class SlotTable {

    /** Without hosts. */
    static final SlotTable EMPTY = new SlotTable(List.of(), new int[0], new char[0]);

    private static final long GOLDEN = 0x9e3779b97f4a7c15L;

    /** Shares of ten hosts are off by two percent with so many slots. */
    private static final int BITS = 14;

    private static final int SLOTS = 1 << BITS;

    private final List<UpstreamHost> hosts;
    private final int[] weights;
    private final int total;
    private final char[] owners;

    private SlotTable(List<UpstreamHost> hosts, int[] weights, char[] owners) {
        this.hosts = hosts;
        this.weights = weights;
        this.owners = owners;
        int sum = 0;
        for (int weight : weights) {
            sum += weight;
        }
        this.total = sum;
    }

    List<UpstreamHost> hosts() {
        return hosts;
    }

    /** The weights of all hosts together. */
    int weights() {
        return total;
    }

    /** The slot of whatever has this hash. */
    static int slot(int hash) {
        return (int) (mixed(hash * GOLDEN) >>> (Long.SIZE - BITS));
    }

    /** Whose slot it is; any number, taken modulo the number of slots. There must be hosts. */
    UpstreamHost host(int slot) {
        return hosts.get(owners[slot & (SLOTS - 1)]);
    }

    /** The table of these hosts, as they weigh now. */
    SlotTable among(List<UpstreamHost> now) {
        int[] weigh = now.stream().mapToInt(UpstreamHost::weight).toArray();
        int[] kept = kept(now, weigh);
        boolean same = hosts.size() == now.size();
        for (int i = 0; same && i < kept.length; i++) {
            same = kept[i] == i;
        }
        return same
                ? this
                : new SlotTable(List.copyOf(now), weigh, now.isEmpty() ? new char[0] : shareOut(now, weigh, kept));
    }

    /** For each host of this table, its place among those of now; -1 if it has left, or weighs something else. */
    private int[] kept(List<UpstreamHost> now, int[] weigh) {
        var places = new HashMap<UpstreamHost, Integer>();
        for (int i = 0; i < weigh.length; i++) {
            places.put(now.get(i), i);
        }
        int[] kept = new int[hosts.size()];
        for (int i = 0; i < kept.length; i++) {
            int place = places.getOrDefault(hosts.get(i), -1);
            kept[i] = place >= 0 && weigh[place] == weights[i] ? place : -1;
        }
        return kept;
    }

    /** A slot whose host stays as it was can only be lost to a host that is new, or weighs something else than before. */
    private char[] shareOut(List<UpstreamHost> now, int[] weigh, int[] kept) {
        long[] seeds =
                now.stream().mapToLong(host -> seed(host.address().toString())).toArray();
        boolean alike = Arrays.stream(weigh).distinct().count() <= 1;
        boolean[] stays = new boolean[weigh.length];
        for (int place : kept) {
            if (place >= 0) {
                stays[place] = true;
            }
        }
        char[] shared = new char[SLOTS];
        for (int slot = 0; slot < shared.length; slot++) {
            int best = owners.length == 0 ? -1 : kept[owners[slot]];
            boolean owned = best >= 0;
            double least = owned ? draw(seeds[best], slot, alike ? 0 : weigh[best]) : Double.MAX_VALUE;
            for (int i = 0; i < weigh.length; i++) {
                if (!owned || !stays[i]) {
                    double drawn = draw(seeds[i], slot, alike ? 0 : weigh[i]);
                    if (drawn < least) {
                        least = drawn;
                        best = i;
                    }
                }
            }
            shared[slot] = (char) best;
        }
        return shared;
    }

    /**
     * A number that is the smaller the likelier the more a host weighs: exponentially distributed. A weight of 0 stands for equal
     * weights, where the order is the same without the logarithm.
     */
    private static double draw(long seed, int slot, int weight) {
        double uniform = ((mixed(seed + slot * GOLDEN) >>> 11) + 1) * 0x1.0p-53;
        return weight == 0 ? -uniform : -Math.log(uniform) / weight;
    }

    /** FNV-1a, in 64 bits. */
    private static long seed(String address) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < address.length(); i++) {
            hash = (hash ^ address.charAt(i)) * 0x100000001b3L;
        }
        return mixed(hash);
    }

    /** The finaliser of SplitMix64. */
    private static long mixed(long bits) {
        long first = (bits ^ (bits >>> 30)) * 0xbf58476d1ce4e5b9L;
        long second = (first ^ (first >>> 27)) * 0x94d049bb133111ebL;
        return second ^ (second >>> 31);
    }
}
