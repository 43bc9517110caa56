package io.gatehouse.app.limits;

/**
 * How many connections there may be, so that the descriptors of the process are enough for all of them and for everything else.
 *
 * <p>A reserve is kept for the admin port, reloads, probes, stores, logs and what the process opens later: a quarter of the
 * limit, 64 at least and 512 at most, and four for each processor. A request in flight takes two connections, its client's and
 * its upstream's: it gets half of the rest at most. Clients get what is left of it, and connections to upstreams, idle ones
 * included, what is left then.
 *
 * @param clients connections of clients
 * @param inFlight requests in flight
 * @param upstreams connections to upstreams, idle ones included
 */
public record ConnectionBudget(int clients, int inFlight, int upstreams) {

    private static final long LEAST_RESERVE = 64;
    private static final long LARGEST_RESERVE = 512;
    private static final int RESERVE_SHARE = 4;
    private static final int FOR_A_PROCESSOR = 4;

    /** Below this a gateway is of no use; then the reserve is what is too small. */
    private static final long LEAST = 32;

    /** What is configured, cut to what there are descriptors for. */
    public static ConnectionBudget of(int clients, int inFlight, FileDescriptors descriptors, int processors) {
        long reserve = Math.max(LEAST_RESERVE, Math.min(LARGEST_RESERVE, descriptors.most() / RESERVE_SHARE))
                + (long) FOR_A_PROCESSOR * processors;
        long free = Math.max(LEAST, descriptors.most() - descriptors.open() - reserve);
        long requests = Math.min(inFlight, free / 2);
        long connections = Math.min(clients, free - requests);
        return new ConnectionBudget(
                (int) connections, (int) requests, (int) Math.min(Integer.MAX_VALUE, free - connections));
    }
}
