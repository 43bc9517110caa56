package io.gatehouse.compiler.document;

import io.gatehouse.compiler.document.TenantDocument.ApplicationDocument;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The services that packages, applications or keys name, whatever they say of them. Somebody has rules for these, and a call
 * without a key would pass all of them by: so a version that does not say what it requires requires a key.
 *
 * @param names the names
 */
record NamedServices(Set<String> names) {

    static NamedServices of(Map<String, ProductDocument> products, Map<String, TenantDocument> tenants) {
        Set<String> names = new HashSet<>();
        products.values()
                .forEach(product -> product.packages().values().forEach(sold -> {
                    names.addAll(sold.acl().services().keySet());
                    if (sold.throttling() != null) {
                        names.addAll(sold.throttling().services().keySet());
                    }
                }));
        for (TenantDocument tenant : tenants.values()) {
            CooperativeYield.giveWay();
            for (ApplicationDocument application : tenant.applications().values()) {
                if (application.acl() != null) {
                    names.addAll(application.acl().services().keySet());
                }
                for (KeyDocument key : application.keys().values()) {
                    if (!key.throttling().isEmpty()) {
                        names.addAll(key.throttling().keySet());
                    }
                    if (!key.hosts().isEmpty()) {
                        key.hosts().keySet().forEach(reference -> names.add(reference.service()));
                    }
                }
            }
        }
        return new NamedServices(names);
    }

    /** These services, those that are named requiring a key unless they say otherwise. */
    Map<String, ServiceDocument> requireKeys(Map<String, ServiceDocument> services) {
        Map<String, ServiceDocument> settled = new LinkedHashMap<>();
        services.forEach((name, service) ->
                settled.put(name, names.contains(name) ? service.requiring(Requirement.KEY) : service));
        return settled;
    }
}
