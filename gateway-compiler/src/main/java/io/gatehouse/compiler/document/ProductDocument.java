package io.gatehouse.compiler.document;

import io.gatehouse.compiler.document.ThrottlingDocument.PackageThrottlingDocument;
import io.gatehouse.configuration.Default;
import io.gatehouse.configuration.Described;
import io.gatehouse.configuration.KeyPattern;
import io.gatehouse.configuration.MalformedValue;
import io.gatehouse.configuration.OrderedMap;
import io.gatehouse.configuration.Origin;
import io.gatehouse.configuration.ScalarType;
import io.gatehouse.configuration.Sourced;
import io.gatehouse.domain.observation.ObservedCheck;
import io.gatehouse.domain.tenancy.Priority;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A product: packages that applications can have. */
public record ProductDocument(
        @Described("The packages by name.")
        @Default({})
        @KeyPattern(value = NameForms.NAME, expected = NameForms.NAME_EXPECTED)
        Map<String, PackageDocument> packages,

        Origin origin) {

    public ProductDocument {
        packages = OrderedMap.copyOf(packages);
    }

    /** A package: a named set of permissions, and how often they may be used. */
    public record PackageDocument(
            @Described("What it permits.") @Default({}) AclDocument acl,

            @Described("How much the callers that have it may use.") @Nullable
            PackageThrottlingDocument throttling,

            @Described("How important its calls are where a service cannot take all: low, normal or high.")
            @Default("normal")
            Priority priority,

            @Described(
                    "Checks of its calls that are watched instead of enforced: what they would refuse goes on, and is logged and counted.")
            @Nullable
            Sourced<Set<ObservedCheck>> observe,

            Origin origin) {}

    /** Names a package of a product: {@code shop/basic}. */
    @ScalarType(
            name = "package reference",
            expected = "a product and one of its packages, such as shop/basic",
            pattern = "[^/]+/[^/]+")
    public record PackageReference(String product, String packageName) {

        public static PackageReference parse(String text) {
            int slash = text.indexOf('/');
            if (slash <= 0 || slash == text.length() - 1 || text.indexOf('/', slash + 1) >= 0) {
                throw new MalformedValue("a product and one of its packages, such as shop/basic");
            }
            // Interned, as a hundred thousand applications may have bought one.
            return new PackageReference(
                    text.substring(0, slash).intern(), text.substring(slash + 1).intern());
        }

        @Override
        public String toString() {
            return product + "/" + packageName;
        }
    }
}
