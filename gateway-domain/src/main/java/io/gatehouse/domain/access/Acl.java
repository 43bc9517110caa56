package io.gatehouse.domain.access;

import io.gatehouse.domain.service.VersionNumber;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is granted: for each service, the versions and their rules. Immutable.
 *
 * @param services rules by service and version; the names are interned, as those of services are, so that finding one compares no text
 */
public record Acl(Map<String, Map<VersionNumber, VersionAcl>> services) {

    /** Nothing is granted. */
    public static final Acl NOTHING = new Acl(Map.of());

    public Acl {
        var copy = new HashMap<String, Map<VersionNumber, VersionAcl>>();
        services.forEach((service, versions) -> copy.put(service.intern(), Map.copyOf(versions)));
        services = Map.copyOf(copy);
    }

    /** The granted versions of a service; null if none is. */
    public @Nullable Map<VersionNumber, VersionAcl> versionsOf(String service) {
        return services.get(service);
    }
}
