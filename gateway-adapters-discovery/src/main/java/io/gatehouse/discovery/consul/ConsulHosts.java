package io.gatehouse.discovery.consul;

import io.gatehouse.configuration.Default;
import io.gatehouse.configuration.Described;
import io.gatehouse.configuration.Matching;
import org.jspecify.annotations.Nullable;

/** The instances of a service of Consul whose checks pass. */
@Described("The instances of a service of Consul whose health checks pass.")
public record ConsulHosts(
        @Described("The service.") @Matching(value = "[^\\s/?#]{1,255}", expected = "the name of a service")
        String consul,

        @Described("Only instances with this tag.") @Nullable
        String tag,

        @Described("The datacenter; that of the agent if none is named.") @Nullable
        String datacenter,

        @Described("Whether hosts are spoken to over TLS.") @Default("false")
        boolean tls,

        @Described(
                "Whether hosts are spoken to by HTTP/2, without asking them first; if it is not said, those do whose metadata has h2c, h2, http2 or grpc as protocol.")
        @Nullable
        Boolean http2) {}
