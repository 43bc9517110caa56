package io.gatehouse.registry.soajs;

import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What keys are configured with for one environment: throttling, and much that has no counterpart. */
final class KeyConfiguration {

    private static final String GATEWAY = "gateway";
    private static final String THROTTLING = "throttling";

    private final EnvironmentSettings environment;
    private final ThrottlingLevels levels;

    KeyConfiguration(EnvironmentSettings environment, ThrottlingLevels levels) {
        this.environment = environment;
        this.levels = levels;
    }

    /** The key's own throttling; empty if it has none. Tells everything else that the key is configured with. */
    Branch throttling(Fields key) {
        Fields config = ofEnvironment(key);
        if (config == null) {
            return new Branch(key.origin());
        }
        Fields gateway = config.objectOrEmpty(GATEWAY);
        tellGateway(gateway);
        tellServices(config);
        Fields own = gateway.object(THROTTLING);
        return own == null ? new Branch(key.origin()) : levels.ofKey(own);
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

    private static void tellServices(Fields config) {
        var handedOn = new TreeSet<String>();
        for (String service : config.names()) {
            if (service.equals(GATEWAY) || !(config.raw(service) instanceof java.util.Map<?, ?>)) {
                continue;
            }
            Fields own = config.objectOrEmpty(service);
            for (String name : List.of("url", "urls")) {
                if (own.raw(name) != null) {
                    own.notice(name, "a target of its own for " + service, "the key's calls go to the usual hosts");
                }
            }
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
    }
}
