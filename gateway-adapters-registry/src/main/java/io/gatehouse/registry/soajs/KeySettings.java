package io.gatehouse.registry.soajs;

import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What keys are configured with for one environment: throttling, hosts of their own, and much that has no counterpart. */
final class KeySettings {

    private static final String GATEWAY = "gateway";
    private static final String THROTTLING = "throttling";

    private final EnvironmentSettings environment;
    private final ThrottlingLevels levels;
    private final DeployedServices deployed;

    KeySettings(EnvironmentSettings environment, ThrottlingLevels levels, DeployedServices deployed) {
        this.environment = environment;
        this.levels = levels;
        this.deployed = deployed;
    }

    /** What the key has of its own, to be added to each of its external keys. Tells everything else that it is configured with. */
    MappingBuilder of(Fields key) {
        var own = new MappingBuilder(key.origin());
        Fields config = ofEnvironment(key);
        if (config != null) {
            Fields gateway = config.objectOrEmpty(GATEWAY);
            tellGateway(gateway);
            services(config).addTo(key, own);
            throttling(gateway, own);
        }
        return own;
    }

    private void throttling(Fields gateway, MappingBuilder own) {
        Fields written = gateway.object(THROTTLING);
        MappingBuilder throttling = written == null ? new MappingBuilder(gateway.origin()) : levels.ofKey(written);
        if (!throttling.isEmpty()) {
            own.put(THROTTLING, throttling);
        }
    }

    private @Nullable Fields ofEnvironment(Fields key) {
        Fields all = key.object("config");
        return all == null
                ? null
                : all.names().stream()
                        .filter(environment::is)
                        .findFirst()
                        .map(all::object)
                        .orElse(null);
    }

    private static void tellGateway(Fields gateway) {
        for (String name : gateway.names()) {
            switch (name) {
                case THROTTLING -> {}
                case "networkPackages" ->
                    gateway.notice(name, "packages by network", "the application has its usual package");
                case "validateTokenAccount" ->
                    gateway.notice(
                            name, "tokens that end when e-mail or phone change", "they are good until they expire");
                default -> gateway.notice(name, "a setting that is not known", "it has no effect");
            }
        }
    }

    private KeyHosts services(Fields config) {
        var hosts = new KeyHosts(deployed);
        var handedOn = new TreeSet<String>();
        for (String service : config.names()) {
            if (service.equals(GATEWAY) || !(config.raw(service) instanceof Map<?, ?>)) {
                continue;
            }
            Fields own = config.objectOrEmpty(service);
            hosts.read(service, own);
            if (own.names().stream().anyMatch(name -> !name.equals("url") && !name.equals("urls"))) {
                handedOn.add(service);
            }
        }
        if (!handedOn.isEmpty()) {
            config.notice(
                    "",
                    "settings for the services themselves: " + String.join(", ", handedOn),
                    "they are not handed on in soajsinjectobj");
        }
        return hosts;
    }
}
