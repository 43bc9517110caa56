package io.gatehouse.discovery.consul;

import io.gatehouse.configuration.Default;
import io.gatehouse.configuration.Described;
import io.gatehouse.configuration.FilePath;
import io.gatehouse.configuration.Secret;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** Where Consul is, as gateway.yml has it. */
@Described("Finds hosts by services of Consul: hosts {consul: NAME, tag: TAG}.")
public record ConsulSettings(
        @Described("The agent's or server's API.") @Default("http://127.0.0.1:8500")
        URI api,

        @Described("The ACL token; needs service:read and node:read.") @Nullable
        Secret token,

        @Described("PEM certificates that have to have signed that of the API; what the JDK trusts if there is none.")
        @Nullable
        FilePath ca) {}
