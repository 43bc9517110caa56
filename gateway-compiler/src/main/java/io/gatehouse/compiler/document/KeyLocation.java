package io.gatehouse.compiler.document;

import io.gatehouse.domain.registry.CooperativeYield;
import java.util.ArrayList;
import java.util.List;

/** A key, and where it belongs. */
record KeyLocation(String tenant, String application, String name, KeyDocument key) {

    /** All keys of all tenants. */
    static List<KeyLocation> all(RegistryDocuments documents) {
        List<KeyLocation> places = new ArrayList<>();
        documents.tenants().forEach((tenant, document) -> {
            CooperativeYield.giveWay();
            document.applications()
                    .forEach((application, owned) -> owned.keys()
                            .forEach((name, key) -> places.add(new KeyLocation(tenant, application, name, key))));
        });
        return places;
    }

    /** The keys of the configuration that lead to it. */
    String path() {
        return "tenants." + tenant + ".applications." + application + ".keys." + name;
    }
}
