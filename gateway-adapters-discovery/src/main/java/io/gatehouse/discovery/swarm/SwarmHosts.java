package io.gatehouse.discovery.swarm;

import io.gatehouse.configuration.Default;
import io.gatehouse.configuration.Described;
import io.gatehouse.configuration.Matching;
import io.gatehouse.configuration.Range;
import org.jspecify.annotations.Nullable;

/** The running tasks of a service. */
@Described("The running tasks of a service of a Docker Swarm.")
public record SwarmHosts(
        @Described("The service.")
        @Matching(value = "[A-Za-z0-9][A-Za-z0-9_.-]{0,127}", expected = "the name of a service")
        String swarm,

        @Described(
                "Labels that find the service, whatever its name, such as app=orders,tier=back; the name counts where they find none.")
        @Matching(value = "[A-Za-z0-9_./=,-]{1,1000}", expected = "labels such as app=orders,tier=back")
        @Nullable
        String labels,

        @Described(
                "The port of the tasks; else what the service's label gatehouse.port says, or the one port it publishes.")
        @Range(min = 1, max = 65535)
        @Nullable
        Integer port,

        @Described("The network in which its tasks are reached, if it is not that of the configuration.") @Nullable
        String network,

        @Described("Whether tasks are spoken to over TLS.") @Default("false")
        boolean tls,

        @Described(
                "Whether tasks are spoken to by HTTP/2, without asking them first; if it is not said, where the service's label gatehouse.protocol is h2c, h2, http2 or grpc.")
        @Nullable
        Boolean http2) {}
