package io.gatehouse.domain.tenancy;

import io.gatehouse.configuration.Origin;
import io.gatehouse.domain.memory.Attachment;

/**
 * An application of a tenant, and what it has bought.
 *
 * @param name the name that the configuration uses; interned, as tenants call their applications alike
 * @param tenant whose it is
 * @param product the product of its package
 * @param packageName its package
 * @param packageReference the package as people write it: {@code shop/basic}; interned, as many applications have bought it
 * @param priority how important its calls are, by its package
 * @param headerLines what upstreams are told of it and its tenant with each call, as an adapter writes it
 * @param origin the place in the configuration that declares it
 */
public record Application(
        String name,
        Tenant tenant,
        String product,
        String packageName,
        String packageReference,
        Priority priority,
        Attachment headerLines,
        Origin origin) {

    /** Of this tenant, with this package of this product. */
    public Application(
            String name, Tenant tenant, String product, String packageName, Priority priority, Origin origin) {
        this(
                name.intern(),
                tenant,
                product,
                packageName,
                (product + "/" + packageName).intern(),
                priority,
                new Attachment(),
                origin);
    }
}
