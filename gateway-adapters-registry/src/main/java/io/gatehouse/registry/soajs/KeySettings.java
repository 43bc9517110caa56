package io.gatehouse.registry.soajs;

import io.gatehouse.domain.service.VersionNumber;
import io.gatehouse.registry.soajs.Fields.Versions;
import io.gatehouse.registry.soajs.ServiceTranslation.DeployedServices;
import io.gatehouse.registry.yaml.MappingBuilder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What keys are configured with for one environment: throttling, hosts of their own, and much that has no counterpart. */
record KeySettings(EnvironmentSettings environment, ThrottlingLevels levels, DeployedServices deployed) {

    private static final String GATEWAY = "gateway";
    private static final String THROTTLING = "throttling";

    /** What the key has of its own, to be added to each of its external keys. Reports everything else that it is configured with. */
    MappingBuilder of(Fields key) {
        var own = new MappingBuilder(key.origin());
        Fields config = environment.own(key.objectOrEmpty("config"));
        if (config != null) {
            Fields gateway = config.objectOrEmpty(GATEWAY);
            noticeGateway(gateway);
            services(config).addTo(key, own);
            Fields throttling = gateway.object(THROTTLING);
            if (throttling != null) {
                own.putFilled(THROTTLING, levels.ofKey(throttling));
            }
        }
        return own;
    }

    private static void noticeGateway(Fields gateway) {
        for (String name : gateway.names()) {
            switch (name) {
                case THROTTLING, "validateTokenAccount", "networkPackages" -> {}
                default -> gateway.notice(name, "a setting that is not known", "it has no effect");
            }
        }
    }

    private KeyHosts services(Fields config) {
        var hosts = new KeyHosts(deployed);
        for (String service : config.names()) {
            if (service.equals(GATEWAY) || !(config.raw(service) instanceof Map<?, ?>)) {
                continue;
            }
            Fields own = config.objectOrEmpty(service);
            hosts.read(service, own);
        }
        return hosts;
    }

    /**
     * Where a key's calls go that its configuration sends elsewhere: {@code url} for a service, {@code urls} for some of its versions.
     * Of several for one version the last counts.
     */
    private static final class KeyHosts {

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
            if (url != null && HostTable.isUsable(holder, url, USUAL)) {
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
}
