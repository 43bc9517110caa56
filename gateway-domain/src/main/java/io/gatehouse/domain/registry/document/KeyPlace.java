package io.gatehouse.domain.registry.document;

import io.gatehouse.domain.registry.Courtesy;
import java.util.ArrayList;
import java.util.List;

/** A key, and where it belongs. */
record KeyPlace(String tenant, String application, String name, KeyDocument key) {

    /** All keys of all tenants. */
    static List<KeyPlace> all(RegistryDocuments documents) {
        List<KeyPlace> places = new ArrayList<>();
        documents.tenants().forEach((tenant, document) -> {
            Courtesy.giveWay();
            document.applications()
                    .forEach((application, owned) -> owned.keys()
                            .forEach((name, key) -> places.add(new KeyPlace(tenant, application, name, key))));
        });
        return places;
    }

    /** The keys of the configuration that lead to it. */
    String path() {
        return "tenants." + tenant + ".applications." + application + ".keys." + name;
    }
}
