package io.gatehouse.registry.mongo;

import io.gatehouse.configuration.Node;
import org.jspecify.annotations.Nullable;

/**
 * What an import does to one document.
 *
 * @param kind its collection
 * @param name its name
 * @param next what it becomes; null if it goes
 * @param isNew whether it was not there before
 */
record DocumentChange(String kind, String name, @Nullable Node next, boolean isNew) {

    /** Such as {@code + tenants/acme}. */
    @Override
    public String toString() {
        String sign = next == null ? "-" : isNew ? "+" : "~";
        return sign + " " + kind + "/" + name;
    }
}
