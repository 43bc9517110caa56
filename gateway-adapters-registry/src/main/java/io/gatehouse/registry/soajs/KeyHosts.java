package io.gatehouse.registry.soajs;

import io.gatehouse.domain.service.VersionNumber;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where a key's calls go that its configuration sends elsewhere: {@code url} for a service, {@code urls} for some of its versions.
 * Of several for one version the last counts.
 */
final class KeyHosts {

    private static final String USUAL = "the key's calls go to the usual hosts";

    private final DeployedServices deployed;
    private final Map<String, String> targets = new LinkedHashMap<>();

    KeyHosts(DeployedServices deployed) {
        this.deployed = deployed;
    }

    /** Reads what the key is configured with for a service. */
    void read(String service, Fields own) {
        if (own.raw("url") == null && own.raw("urls") == null) {
            return;
        }
        if (!deployed.has(service)) {
            own.notice("", "a target of its own for a service that does not run here", "it has no effect");
            return;
        }
        target(service, own);
        for (Fields versioned : own.objects("urls")) {
            VersionNumber version = Versions.of(versioned.raw("version"));
            if (version == null) {
                versioned.wrong("version", "a version such as 1 or 1.2");
            } else if (deployed.versionsOf(service).contains(version)) {
                target(service + ":" + version, versioned);
            } else {
                versioned.notice(
                        "version", "a target of its own for a version that does not run here", "it has no effect");
            }
        }
    }

    private void target(String deployment, Fields holder) {
        String url = holder.text("url");
        if (url != null && MaintenanceEndpoints.isUsable(holder, url, USUAL)) {
            targets.put(deployment, url);
        }
    }

    /** What was read, for a key of our configuration. */
    void addTo(Fields key, MappingBuilder translated) {
        if (!targets.isEmpty()) {
            var hosts = new MappingBuilder(key.origin());
            targets.forEach((deployment, url) -> hosts.texts(deployment, List.of(url)));
            translated.put("hosts", hosts);
        }
    }
}
