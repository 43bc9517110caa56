package io.gatehouse.app.reading;

import io.gatehouse.app.configuration.GatewayConfiguration;
import java.util.ArrayList;
import java.util.List;

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
     */
    static List<NotYet> of(GatewayConfiguration configuration, String file) {
        var search = new NotYetSettings(file);
        search.listening(configuration);
        return search.found;
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
}
