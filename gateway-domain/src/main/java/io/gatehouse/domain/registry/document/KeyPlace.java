package io.gatehouse.domain.registry.document;

import java.util.ArrayList;
import java.util.List;

/** A key, and the keys of the configuration that lead to it. */
record KeyPlace(String path, KeyDocument key) {

    /** All keys of all tenants. */
    static List<KeyPlace> all(RegistryDocuments documents) {
        List<KeyPlace> places = new ArrayList<>();
        documents
                .tenants()
                .forEach((tenant, document) -> document.applications()
                        .forEach((application, owned) -> owned.keys()
                                .forEach((name, key) -> places.add(new KeyPlace(
                                        "tenants." + tenant + ".applications." + application + ".keys." + name,
                                        key)))));
        return places;
    }
}
