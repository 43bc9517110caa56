package io.gatehouse.domain.service;

import io.gatehouse.configuration.Binder;
import io.gatehouse.configuration.Origin;
import java.util.List;

/** Where the hosts of a version come from. */
public sealed interface HostSource {

    /** The registry lists them; at least one. */
    record Listed(List<Host> hosts) implements HostSource {
        public Listed {
            hosts = List.copyOf(hosts);
        }
    }

    /**
     * A discovery finds them out while the gateway runs.
     *
     * @param discovery its name
     * @param parameters what is asked of it, of the type that it says; equal for equal questions
     * @param origin the place in the configuration that asks
     */
    record Discovered(String discovery, Record parameters, Origin origin) implements HostSource {

        /** What is asked, for people, such as <code>{dns: orders.internal, port: 9000}</code>. */
        @Override
        public String toString() {
            return Binder.text(parameters);
        }
    }
}
