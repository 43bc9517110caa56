package io.gatehouse.app.reading;

import io.gatehouse.app.configuration.GatewayConfiguration;
import io.gatehouse.app.configuration.RegistryConfiguration;
import io.gatehouse.app.configuration.RegistrySourceKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Finds the settings of the process that this version does not act upon. A feature that is built takes its line away. */
final class NotYetSettings {

    private static final String NO_EFFECT = " has no effect in this version";

    private final String file;
    private final List<NotYet> found = new ArrayList<>();

    private NotYetSettings(String file) {
        this.file = file;
    }

    /**
     * Everything of this configuration that has no effect yet.
     *
     * @param file what the configuration is called
     * @param namesRegistry whether the registry is the one that the configuration names
     */
    static List<NotYet> of(GatewayConfiguration configuration, String file, boolean namesRegistry) {
        var search = new NotYetSettings(file);
        if (namesRegistry) {
            search.registry(configuration.registry());
        }
        search.listening(configuration);
        return search.found;
    }

    private void registry(RegistryConfiguration registry) {
        if (registry.source() == RegistrySourceKind.SOAJS) {
            refuse("registry.source: " + word(registry.source())
                    + " is not available in this version (expected file or mongo)");
        }
    }

    private void listening(GatewayConfiguration configuration) {
        if (configuration.listen().tls() != null) {
            refuse("listen.tls: HTTPS towards clients is not available in this version");
        }
        warnIf(configuration.listen().http2(), "listen.http2");
        warnIf(configuration.listen().healthPath() != null, "listen.health-path");
    }

    private void warnIf(boolean set, String key) {
        if (set) {
            warn(key + ":" + NO_EFFECT);
        }
    }

    private void warn(String line) {
        found.add(new NotYet(file + " " + line, false));
    }

    private void refuse(String line) {
        found.add(new NotYet(file + " " + line, true));
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
