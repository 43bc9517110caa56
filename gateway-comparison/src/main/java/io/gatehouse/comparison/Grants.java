package io.gatehouse.comparison;

import io.gatehouse.compiler.document.AclDocument;
import io.gatehouse.compiler.document.PackageDocument;
import io.gatehouse.compiler.document.PackageReference;
import io.gatehouse.compiler.document.ProductDocument;
import io.gatehouse.compiler.document.RegistryDocuments;
import io.gatehouse.compiler.document.ServiceAclDocument;
import io.gatehouse.domain.access.Acl;
import io.gatehouse.domain.tenancy.Application;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the applications of one side are granted; applications that are granted the same share one grant. */
final class Grants {

    /**
     * What an application is granted.
     *
     * @param number the same on both sides for what means the same
     * @param services as it is written, by service
     * @param acl the same, compiled
     */
    record Grant(int number, Map<String, ServiceAclDocument> services, Acl acl) {}

    private final RegistryDocuments documents;
    private final CanonicalIds ids;
    private final Map<PackageReference, Grant> bought = new HashMap<>();
    private final IdentityHashMap<Application, Grant> own = new IdentityHashMap<>();

    Grants(RegistrySide side, CanonicalIds ids) {
        this.documents = side.documents();
        this.ids = ids;
    }

    Grant of(HeldKey key) {
        AclDocument overriding = key.application().acl();
        PackageReference reference = key.application().packageReference().value();
        if (overriding == null) {
            return bought.computeIfAbsent(
                    reference, first -> grant(packaged(reference), key.key().acl()));
        }
        return own.computeIfAbsent(key.key().application(), first -> {
            var services = new LinkedHashMap<>(packaged(reference));
            services.putAll(overriding.services());
            return grant(services, key.key().acl());
        });
    }

    private Grant grant(Map<String, ServiceAclDocument> services, Acl acl) {
        var numbers = new HashMap<String, Integer>();
        services.forEach((name, rules) -> numbers.put(name, ids.of(rules)));
        return new Grant(ids.of(numbers), services, acl);
    }

    private Map<String, ServiceAclDocument> packaged(PackageReference reference) {
        ProductDocument product = documents.products().get(reference.product());
        PackageDocument sold = product == null ? null : product.packages().get(reference.packageName());
        return sold == null ? Map.of() : sold.acl().services();
    }
}
