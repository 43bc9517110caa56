package io.gatehouse.domain.upstream;

import io.gatehouse.domain.service.HashBy;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests that have something in common to the same host, by a table of slots that are shared out among the hosts.
 *
 * <p>Each slot belongs to the host that comes out first when all draw a number for it, weighted (rendezvous hashing). So hosts have
 * slots by their weights, gateways that see the same hosts agree, and only the slots of a host that leaves or joins change hands. A
 * host that has more in flight than so many percent of its share passes requests on to those whose slots follow (bounded loads).
 *
 * @param by what requests have in common
 * @param mostOfAverage percent of the average load that a host takes; 0 for any
 */
record ConsistentHash(HashBy by, int mostOfAverage) implements BalancingStrategy {

    /** Of hosts that are not full there are so few at most that this many slots in a row miss them once in a million times. */
    private static final int MOST_LOOKS = 64;

    /** Two requests at once are no load: one may be just ending. */
    private static final int NO_LOAD = 2;

    @Override
    public Chooser among(List<UpstreamHost> hosts, @Nullable Chooser before) {
        SlotTable table = before instanceof Hashed hashed ? hashed.table.among(hosts) : SlotTable.EMPTY.among(hosts);
        return new Hashed(this, table);
    }

    /** A number that is the same for requests that belong together, and any number otherwise. */
    private int hash(BalancedRequest request) {
        int own = switch (by.source()) {
            case KEY -> of(request.keyName());
            case USER -> request.userId() == null ? 0 : 31 * request.tenant().hashCode() + of(request.userId());
            case TENANT -> of(request.tenant());
            case ADDRESS -> 0;
            case HEADER -> of(request.header(by.name()));
            case COOKIE -> of(request.cookie(by.name()));
        };
        return own == 0 ? request.clientAddress().hashCode() : own;
    }

    private static int of(@Nullable String text) {
        return text == null ? 0 : text.hashCode();
    }

    private record Hashed(ConsistentHash how, SlotTable table) implements Chooser {

        @Override
        public @Nullable UpstreamHost choose(BalancedRequest request, TriedHosts tried) {
            if (table.hosts().isEmpty()) {
                return null;
            }
            int slot = SlotTable.slot(how.hash(request));
            UpstreamHost own = table.host(slot);
            int count = own.inFlight();
            if (!tried.contains(own) && (count < NO_LOAD || how.mostOfAverage == 0)) {
                return own;
            }
            return another(slot, tried);
        }

        /** From its own slot on, the first host that has not been tried and is not full. */
        private @Nullable UpstreamHost another(int slot, TriedHosts tried) {
            long total = 1;
            for (UpstreamHost host : table.hosts()) {
                total += host.inFlight();
            }
            UpstreamHost first = null;
            for (int n = 0; n < MOST_LOOKS; n++) {
                UpstreamHost host = table.host(slot + n);
                if (!tried.contains(host)) {
                    if (!full(host, total)) {
                        return host;
                    }
                    first = first == null ? host : first;
                }
            }
            return first == null ? anyBut(tried) : first;
        }

        private boolean full(UpstreamHost host, long total) {
            int count = host.inFlight();
            return how.mostOfAverage > 0
                    && count >= NO_LOAD
                    && count * 100.0 * table.weights() >= (double) how.mostOfAverage * total * host.weight();
        }

        private @Nullable UpstreamHost anyBut(TriedHosts tried) {
            for (UpstreamHost host : table.hosts()) {
                if (!tried.contains(host)) {
                    return host;
                }
            }
            return null;
        }
    }
}
