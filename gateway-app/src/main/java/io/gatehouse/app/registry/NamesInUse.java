package io.gatehouse.app.registry;

import io.gatehouse.compiler.document.AclDocument;
import io.gatehouse.compiler.document.RegistryDocuments;
import io.gatehouse.domain.tenancy.ApiKeys;
import io.gatehouse.observability.usage.RegistryNames;
import java.util.Locale;

/** What of a registry may be in use or not: its keys, its routes, and the rules by which packages and applications grant something. */
public final class NamesInUse {

    private NamesInUse() {}

    /** The names of this registry, which was compiled to these keys. */
    public static RegistryNames of(RegistryDocuments documents, ApiKeys keys) {
        var names = new RegistryNames();
        keys.all().forEach(key -> names.addKey(key.id()));
        documents
                .services()
                .forEach((service, document) -> document.routes()
                        .forEach(route -> names.addRoute(service, route.path().text())));
        documents
                .products()
                .forEach((product, document) -> document.packages()
                        .forEach((name, sold) -> addGrants(names, ofPackage(product, name), sold.acl())));
        documents
                .tenants()
                .forEach((tenant, document) -> document.applications().forEach((name, application) -> {
                    AclDocument own = application.acl();
                    if (own != null) {
                        addGrants(names, ofApplication(tenant, name), own);
                    }
                }));
        return names;
    }

    /** Whom the rules of a package grant something, as names of grants have it. */
    public static String ofPackage(String product, String name) {
        return "package " + product + "/" + name;
    }

    /** The same of an application. */
    public static String ofApplication(String tenant, String name) {
        return "application " + tenant + "/" + name;
    }

    private static void addGrants(RegistryNames names, String holder, AclDocument acl) {
        acl.services()
                .forEach((service, rules) -> rules.versions().forEach((number, version) -> {
                    String granted = service + " " + number;
                    names.addGrant(version.origin(), holder, granted);
                    version.methods().forEach((method, ofMethod) -> {
                        String call = granted + " " + method.toUpperCase(Locale.ROOT);
                        names.addGrant(ofMethod.origin(), holder, call);
                        ofMethod.paths()
                                .forEach((path, api) -> names.addGrant(api.origin(), holder, call + " " + path.text()));
                    });
                }));
    }
}
