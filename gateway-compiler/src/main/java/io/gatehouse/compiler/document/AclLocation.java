package io.gatehouse.compiler.document;

import java.util.ArrayList;
import java.util.List;

/** An access list, and the keys that lead to it. */
record AclLocation(String path, AclDocument acl) {

    /** All access lists: of packages, then of applications. */
    static List<AclLocation> all(RegistryDocuments documents) {
        List<AclLocation> places = new ArrayList<>();
        documents
                .products()
                .forEach((product, document) -> document.packages()
                        .forEach((name, sold) -> places.add(
                                new AclLocation("products." + product + ".packages." + name + ".acl", sold.acl()))));
        documents
                .tenants()
                .forEach((tenant, document) -> document.applications().forEach((name, application) -> {
                    if (application.acl() != null) {
                        places.add(new AclLocation(
                                "tenants." + tenant + ".applications." + name + ".acl", application.acl()));
                    }
                }));
        return places;
    }
}
