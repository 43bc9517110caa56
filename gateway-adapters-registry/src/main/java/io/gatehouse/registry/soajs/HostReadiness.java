package io.gatehouse.registry.soajs;

import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How the hosts of a service are asked whether they are well: what its first version with {@code maintenance} says, for all its
 * versions, as SOAJS does.
 */
final class HostReadiness {

    private static final String USUAL_PATH = "/heartbeat";

    private final EnvironmentSettings environment;

    HostReadiness(EnvironmentSettings environment) {
        this.environment = environment;
    }

    /** The health check; null for none. */
    @Nullable
    MappingBuilder of(Fields service, Collection<Fields> versions, Set<Long> ports) {
        for (Fields version : versions) {
            Fields maintenance = version.object("maintenance");
            Fields port = maintenance == null ? null : maintenance.object("port");
            String path = maintenance == null ? null : maintenance.text("readiness");
            if (port != null && path != null) {
                return declared(version, path, port, ports);
            }
        }
        return guessed(service, ports);
    }

    private @Nullable MappingBuilder declared(Fields version, String path, Fields port, Set<Long> ports) {
        String type = port.text("type");
        Long other = null;
        if ("maintenance".equals(type)) {
            other = maintenancePort(version, ports);
            if (other == null) {
                return null;
            }
        } else if (type != null && type.toLowerCase(Locale.ROOT).equals("custom")) {
            other = custom(port);
        }
        return check(version, path, other);
    }

    private static @Nullable Long custom(Fields port) {
        if (port.raw("value") instanceof String digits && digits.matches("[0-9]{1,5}")) {
            return Long.valueOf(digits);
        }
        return port.whole("value");
    }

    /**
     * SOAJS asks such services for a heartbeat at the port of maintenance, then at their own. Only one port can be asked here, so
     * this check may be wrong and must not take a service out of use.
     */
    private @Nullable MappingBuilder guessed(Fields service, Set<Long> ports) {
        Long increment = environment.maintenanceIncrement();
        if (increment == null || ports.size() != 1) {
            return null;
        }
        return check(service, USUAL_PATH, ports.iterator().next() + increment).flag("panic", true);
    }

    private @Nullable Long maintenancePort(Fields version, Set<Long> ports) {
        Long increment = environment.maintenanceIncrement();
        if (increment == null || ports.size() != 1) {
            String why = increment == null
                    ? "the environment has no ports.maintenanceInc"
                    : "hosts with different ports have different maintenance ports";
            version.notice("maintenance.port", why, "hosts are not probed");
            return null;
        }
        return ports.iterator().next() + increment;
    }

    private MappingBuilder check(Fields place, String path, @Nullable Long port) {
        var check = new MappingBuilder(place.origin()).text("path", path.startsWith("/") ? path : "/" + path);
        if (port != null) {
            check.number("port", port);
        }
        Long every = environment.healthCheckMillis();
        if (every != null && every > 0) {
            check.text("interval", every + "ms");
        }
        return check;
    }
}
