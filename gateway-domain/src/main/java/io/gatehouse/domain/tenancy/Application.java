package io.gatehouse.domain.tenancy;

import io.gatehouse.configuration.Origin;
import org.jspecify.annotations.Nullable;

/**
 * An application of a tenant, and what it has bought.
 *
 * @param name the name that the configuration uses; interned, as tenants call their applications alike
 * @param tenant whose it is
 * @param product the product of its package
 * @param packageName its package
 * @param packageReference the package as people write it: {@code shop/basic}; interned, as many applications have bought it
 * @param priority how important its calls are, by its package
 * @param headerLines what upstreams are told of it and its tenant with each call, as an adapter writes it
 * @param origin the place in the configuration that declares it
 */
public record Application(
        String name,
        Tenant tenant,
        String product,
        String packageName,
        String packageReference,
        Priority priority,
        Attachment headerLines,
        Origin origin) {

    /** Of this tenant, with this package of this product. */
    public Application(
            String name, Tenant tenant, String product, String packageName, Priority priority, Origin origin) {
        this(
                name.intern(),
                tenant,
                product,
                packageName,
                (product + "/" + packageName).intern(),
                priority,
                new Attachment(),
                origin);
    }

    /**
     * What somebody made of the object that has it, to be found there the next time. Says nothing of that object, so all are equal.
     * Lives as long as the object does, so what is attached is small. Safe for concurrent use, where what is attached is.
     */
    public static final class Attachment {

        private volatile @Nullable Object made;

        /** What was attached last, by whomever and on whichever thread; null if nothing was. */
        public @Nullable Object get() {
            return made;
        }

        /** Keeps this in place of what was attached before. */
        public void set(Object other) {
            made = other;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Attachment;
        }

        @Override
        public int hashCode() {
            return 0;
        }

        @Override
        public String toString() {
            return "Attachment";
        }
    }
}
