package io.gatehouse.compiler.document;

import java.util.List;
import java.util.Set;

/**
 * The documents as far as they could be bound, and what is declared but holds mistakes of its own: nobody is told that a
 * service is missing because another line of it is wrong, or because the file that declares it cannot be read.
 *
 * @param keys those of all tenants
 */
record BoundRegistry(
        RegistryDocuments documents,
        List<KeyLocation> keys,
        Declared services,
        Declared products,
        boolean brokenPolicy) {

    /**
     * What a section declares beside what could be bound.
     *
     * @param broken names whose documents hold mistakes
     * @param unknown whether there may be any others, as a part of the section could not be read
     */
    record Declared(Set<String> broken, boolean unknown) {

        boolean mayHold(String name) {
            return unknown || broken.contains(name);
        }
    }

    static BoundRegistry of(RegistryDocuments documents, Declared services, Declared products, boolean brokenPolicy) {
        return new BoundRegistry(documents, KeyLocation.all(documents), services, products, brokenPolicy);
    }

    /** Whether a service with this name is declared, good or not, or may be where nothing could be read. */
    boolean declaresService(String name) {
        return documents.services().containsKey(name) || services.mayHold(name);
    }

    /** Whether a product with this name is declared, good or not, or may be where nothing could be read. */
    boolean declaresProduct(String name) {
        return documents.products().containsKey(name) || products.mayHold(name);
    }
}
