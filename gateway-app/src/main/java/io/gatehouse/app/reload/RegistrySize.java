package io.gatehouse.app.reload;

import io.gatehouse.compiler.document.RegistryDocuments;
import java.util.ArrayList;
import java.util.List;

/** How many documents of each kind a registry has. */
record RegistrySize(int services, int products, int tenants) {

    static final RegistrySize NONE = new RegistrySize(0, 0, 0);

    static RegistrySize of(RegistryDocuments documents) {
        return new RegistrySize(
                documents.services().size(),
                documents.products().size(),
                documents.tenants().size());
    }

    /**
     * The kinds of which all are gone: what a file that was renamed or deleted by mistake looks like, since files of one directory
     * know nothing of each other.
     */
    List<String> vanishedIn(RegistrySize next) {
        var vanished = new ArrayList<String>();
        vanished(services, next.services, "services", vanished);
        vanished(products, next.products, "products", vanished);
        vanished(tenants, next.tenants, "tenants", vanished);
        return vanished;
    }

    private static void vanished(int before, int now, String kind, List<String> to) {
        if (before > 0 && now == 0) {
            to.add(kind + ": none, where " + before + (before == 1 ? " is" : " are")
                    + " served (expected at least one; to have none, ask for a reload)");
        }
    }
}
