package io.gatehouse.domain.upstream;

import io.gatehouse.domain.Port;
import io.gatehouse.domain.service.Host;
import io.gatehouse.domain.service.HostSource;
import io.gatehouse.domain.service.VersionKey;
import java.util.List;

/**
 * Finds out where a version runs, and goes on to say so whenever that changes: what {@code hosts} of a version names.
 *
 * <p>Safe for concurrent use. Whatever fails while watching is reported and tried again by the discovery itself, with growing
 * pauses; the gateway keeps the last good hosts for as long as that takes.
 */
@Port
@FunctionalInterface
public interface HostDiscovery {

    /**
     * Begins to watch and returns at once; reports the hosts as soon as they are known, be it within this call.
     *
     * @param source names this discovery; its parameters are of the record that the module of the adapter says
     */
    Watch watch(VersionKey version, HostSource.Discovered source, Receiver receiver);

    /** A watch that goes on until it is closed. */
    @FunctionalInterface
    interface Watch extends AutoCloseable {

        /** Ends it and returns at once; a report that is under way then counts no more. Does nothing the second time. */
        @Override
        void close();
    }

    /** Takes what one watch finds out; on any thread, which it holds up for no longer than it takes to lay out the hosts. */
    interface Receiver {

        /** More hosts than this are not taken for one version. */
        int MOST_HOSTS = 1_000;

        /**
         * These are all hosts now, in place of those reported before; none if there are none, and no request is forwarded
         * then. A list with a weight outside 0 to 100 is a failure; of hosts with one address the first counts. Hosts of a priority
         * other than 0 get requests where no host of a smaller one can.
         */
        void hosts(List<Host> all);

        /** They could not be found out; short, for operators, without secrets. What was reported before stays. */
        void failed(String reason);
    }
}
