package io.gatehouse.registry.mongo;

import java.util.List;

/** The collections of documents, named as the sections of the files; the policy has one of its own, a document for each key. */
final class Kinds {

    static final String POLICY = "policy";
    static final List<String> ALL = List.of("services", "products", "tenants", POLICY);

    private Kinds() {}
}
