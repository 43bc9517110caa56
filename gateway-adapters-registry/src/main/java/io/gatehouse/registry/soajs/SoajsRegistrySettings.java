package io.gatehouse.registry.soajs;

import io.gatehouse.compiler.document.HostUrl;
import io.gatehouse.configuration.Default;
import io.gatehouse.configuration.Described;
import io.gatehouse.configuration.Secret;
import io.gatehouse.domain.address.AddressRange;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The registry of a SOAJS installation; the gateway's {@code environment} says which of its environments. */
@Described("The core database of a SOAJS installation, read-only but for registrations, for source soajs.")
public record SoajsRegistrySettings(
        @Described("The connection string.") Secret uri,

        @Described("The database.") @Default("core_provision")
        String database,

        @Described("The host by which services call this gateway; without it the one that is registered as controller.")
        @Nullable
        String advertise,

        @Described("URLs that /soajs/proxy hands calls on to, besides other environments: scheme, host and port.")
        @Default({})
        List<String> proxyTargets,

        @Described("Who may see /getRegistry, which holds credentials, without the admin token, besides this machine.")
        @Default({})
        List<AddressRange> maintenanceClients,

        @Described(
                "A collection of the gateway's own for services that register; without it they are answered and not kept.")
        @Nullable
        String registrations,

        @Described("How often changes are looked for; every look reads the collections whole.") @Default("30s")
        Duration pollInterval) {

    public SoajsRegistrySettings {
        proxyTargets = List.copyOf(proxyTargets);
        maintenanceClients = List.copyOf(maintenanceClients);
        for (String target : proxyTargets) {
            HostUrl.parse(target);
        }
    }
}
