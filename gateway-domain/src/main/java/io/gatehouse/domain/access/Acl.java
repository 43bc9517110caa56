package io.gatehouse.domain.access;

import io.gatehouse.domain.service.VersionKey;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is granted: the rules of each version of a service that may be called at all. Immutable.
 *
 * <p>Rules may lie over others, as an application's own lie over those of its package: they win for every service that they name,
 * with all its versions.
 */
public final class Acl {

    /** Nothing is granted. */
    public static final Acl NOTHING = new Acl(Set.of(), List.of(), null);

    private final Set<String> services;
    private final @Nullable Acl under;

    private final Map<VersionKey, VersionAcl> versions;

    /**
     * Grants versions.
     *
     * @param services the services that are named, be it without any version
     * @param versions the rules of their versions, each of another
     * @param under what is granted of all other services; null for nothing
     */
    public Acl(Set<String> services, Collection<VersionAcl> versions, @Nullable Acl under) {
        this.services = Set.copyOf(services);
        this.under = under;
        this.versions = versions.stream()
                .collect(Collectors.toUnmodifiableMap(
                        each -> new VersionKey(each.service(), each.version()), Function.identity()));
    }

    /** Whether a service is named, be it without any version. */
    public boolean names(String service) {
        return services.contains(service) || (under != null && under.names(service));
    }

    /** Whether a version is granted. */
    public boolean grants(VersionKey version) {
        return find(version) != null;
    }

    /** The rules of a version; null if it is not granted. */
    public @Nullable VersionAcl find(VersionKey version) {
        VersionAcl rules = versions.get(version);
        return rules != null || under == null || services.contains(version.service()) ? rules : under.find(version);
    }
}
