package io.gatehouse.domain.registry.document;

import java.util.Set;

/**
 * The documents as far as they could be bound, and the names that are declared but hold mistakes of their own: nobody is
 * told that a service is missing because another line of it is wrong.
 */
record Bound(
        RegistryDocuments documents, Set<String> brokenServices, Set<String> brokenProducts, boolean brokenPolicy) {

    /** Whether a service with this name is declared, good or not. */
    boolean declaresService(String name) {
        return documents.services().containsKey(name) || brokenServices.contains(name);
    }

    /** Whether a product with this name is declared, good or not. */
    boolean declaresProduct(String name) {
        return documents.products().containsKey(name) || brokenProducts.contains(name);
    }
}
