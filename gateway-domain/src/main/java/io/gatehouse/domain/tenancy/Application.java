package io.gatehouse.domain.tenancy;

import io.gatehouse.domain.access.Acl;
import io.gatehouse.domain.access.VersionAcl;
import io.gatehouse.domain.document.Origin;
import io.gatehouse.domain.service.VersionNumber;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An application of a tenant, and what it has bought.
 *
 * @param name the name that the configuration uses
 * @param tenant whose it is
 * @param product the product of its package
 * @param packageName its package
 * @param own its own access rules, which win over the package's for the services they name
 * @param bought the package's access rules
 * @param origin the place in the configuration that declares it
 */
public record Application(
        String name, Tenant tenant, String product, String packageName, Acl own, Acl bought, Origin origin) {

    /** The versions of a service that it may call, with their rules; null if it may call none. */
    public @Nullable Map<VersionNumber, VersionAcl> granted(String service) {
        Map<VersionNumber, VersionAcl> overriding = own.versionsOf(service);
        return overriding == null ? bought.versionsOf(service) : overriding;
    }

    /** The package as people write it: {@code shop/basic}. */
    public String packageReference() {
        return product + "/" + packageName;
    }
}
