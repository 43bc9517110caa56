package io.gatehouse.domain.registry.document;

import java.util.List;
import java.util.Set;

/**
 * The documents as far as they could be bound, and the names that are declared but hold mistakes of their own: nobody is
 * told that a service is missing because another line of it is wrong.
 *
 * @param keys those of all tenants
 */
record Bound(
        RegistryDocuments documents,
        List<KeyPlace> keys,
        Set<String> brokenServices,
        Set<String> brokenProducts,
        boolean brokenPolicy) {

    static Bound of(
            RegistryDocuments documents, Set<String> brokenServices, Set<String> brokenProducts, boolean brokenPolicy) {
        return new Bound(documents, KeyPlace.all(documents), brokenServices, brokenProducts, brokenPolicy);
    }

    /** Whether a service with this name is declared, good or not. */
    boolean declaresService(String name) {
        return documents.services().containsKey(name) || brokenServices.contains(name);
    }

    /** Whether a product with this name is declared, good or not. */
    boolean declaresProduct(String name) {
        return documents.products().containsKey(name) || brokenProducts.contains(name);
    }
}
