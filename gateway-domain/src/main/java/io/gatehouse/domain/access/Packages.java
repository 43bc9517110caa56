package io.gatehouse.domain.access;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What each package grants, for users who have packages of their own. Immutable. */
public final class Packages {

    /** None. */
    public static final Packages NONE = new Packages(Map.of());

    private final Map<String, Acl> byReference;
    private final Map<String, Acl> byName = new HashMap<>();

    /** These, by their references such as {@code shop/basic}. */
    public Packages(Map<String, Acl> packages) {
        byReference = Map.copyOf(packages);
        byReference.forEach(
                (reference, acl) -> byName.putIfAbsent(reference.substring(reference.indexOf('/') + 1), acl));
    }

    /**
     * What several packages grant together; names of packages that there are not grant nothing.
     *
     * @param product the product that they are looked for in, before all others
     */
    public GrantedPackages together(String product, List<String> names) {
        var found = new ArrayList<Acl>(names.size());
        for (String name : names) {
            Acl acl = find(product, name);
            if (acl != null) {
                found.add(acl);
            }
        }
        return new GrantedPackages(found);
    }

    private @Nullable Acl find(String product, String name) {
        Acl own = byReference.get(product + "/" + name);
        return own == null ? byName.get(name) : own;
    }
}
