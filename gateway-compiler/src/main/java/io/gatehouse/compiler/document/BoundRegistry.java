package io.gatehouse.compiler.document;

import io.gatehouse.compiler.document.ThrottlingDocument.PackageThrottlingDocument;
import io.gatehouse.compiler.document.ThrottlingDocument.ThrottlingLevelDocument;
import io.gatehouse.configuration.Origin;
import io.gatehouse.configuration.Problems;
import io.gatehouse.configuration.Setting;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The documents as far as they could be bound, and what is declared but holds mistakes of its own: no message says that a
 * service is missing because another line of it is wrong, or because the file that declares it cannot be read.
 *
 */
record BoundRegistry(RegistryDocuments documents, Declared services, Declared products, boolean brokenPolicy) {

    /**
     * What a section declares beside what could be bound.
     *
     * @param broken names whose documents hold mistakes
     * @param unknown whether there may be any others, as a part of the section could not be read
     */
    record Declared(Set<String> broken, boolean unknown) {

        boolean mayHold(String name) {
            return unknown || broken.contains(name);
        }
    }

    static BoundRegistry of(RegistryDocuments documents, Declared services, Declared products, boolean brokenPolicy) {
        return new BoundRegistry(documents, services, products, brokenPolicy);
    }

    /** The service of this name, which was found to be good. */
    ServiceDocument service(String name) {
        return Objects.requireNonNull(documents.services().get(name));
    }

    /**
     * Whether the service is there and good. Adds a problem where none of this name is declared, good or not; there may be one where
     * something could not be read.
     */
    boolean checkService(String name, Origin origin, String path, Problems problems) {
        Set<String> known = documents.services().keySet();
        if (!known.contains(name) && !services.mayHold(name)) {
            problems.add(origin, path, "unknown service", DocumentRule.oneOf(known, name));
        }
        return known.contains(name);
    }

    /** Whether a product with this name is declared, good or not, or may be where nothing could be read. */
    boolean declaresProduct(String name) {
        return documents.products().containsKey(name) || products.mayHold(name);
    }

    /** Looks at what each package says of throttling, and the keys that lead there. */
    void forEachPackageThrottling(BiConsumer<String, PackageThrottlingDocument> look) {
        documents
                .products()
                .forEach((product, document) -> document.packages().forEach((name, sold) -> {
                    if (sold.throttling() != null) {
                        look.accept("products." + product + ".packages." + name + ".throttling", sold.throttling());
                    }
                }));
    }

    /** An access list, and the keys that lead to it. */
    record AclLocation(String path, AclDocument acl) {

        /** All access lists: of packages, then of applications. */
        static List<AclLocation> all(RegistryDocuments documents) {
            List<AclLocation> locations = new ArrayList<>();
            documents
                    .products()
                    .forEach((product, document) -> document.packages()
                            .forEach((name, sold) -> locations.add(new AclLocation(
                                    "products." + product + ".packages." + name + ".acl", sold.acl()))));
            documents
                    .tenants()
                    .forEach((tenant, document) -> document.applications().forEach((name, application) -> {
                        if (application.acl() != null) {
                            locations.add(new AclLocation(
                                    "tenants." + tenant + ".applications." + name + ".acl", application.acl()));
                        }
                    }));
            return locations;
        }
    }

    /** A key, and where it belongs. */
    record KeyLocation(String tenant, String application, String name, KeyDocument key) {

        /** Looks at all keys of all tenants. There may be many, so they are put into no list. */
        static void forEach(RegistryDocuments documents, Consumer<KeyLocation> look) {
            documents.tenants().forEach((tenant, document) -> {
                CooperativeYield.giveWay();
                document.applications()
                        .forEach((application, owned) -> owned.keys()
                                .forEach((name, key) -> look.accept(new KeyLocation(tenant, application, name, key))));
            });
        }

        /** The keys of the configuration that lead to it. */
        String path() {
            return "tenants." + tenant + ".applications." + application + ".keys." + name;
        }
    }

    /** What throttling says about one service at one level, and where. */
    record LevelLocation(String path, String service, Setting<ThrottlingLevelDocument> level, Origin owner) {

        /** All levels that name a service: of keys, then of packages, then of the gateway. */
        static List<LevelLocation> all(BoundRegistry bound) {
            List<LevelLocation> locations = new ArrayList<>();
            KeyLocation.forEach(bound.documents(), location -> {
                KeyDocument key = location.key();
                if (!key.throttling().isEmpty()) {
                    add(location.path() + ".throttling", key.throttling(), key.origin(), locations);
                }
            });
            bound.forEachPackageThrottling(
                    (path, written) -> add(path + ".services", written.services(), written.origin(), locations));
            ThrottlingDocument throttling = bound.documents().policy().throttling();
            add("throttling.services", throttling.services(), throttling.origin(), locations);
            return locations;
        }

        private static void add(
                String path,
                Map<String, Setting<ThrottlingLevelDocument>> levels,
                Origin owner,
                List<LevelLocation> locations) {
            levels.forEach(
                    (service, level) -> locations.add(new LevelLocation(path + "." + service, service, level, owner)));
        }

        /** The entry, or null where throttling is off for the service. */
        @Nullable
        ThrottlingLevelDocument entry() {
            return level instanceof Setting.Value<ThrottlingLevelDocument> set ? set.value() : null;
        }

        /** Where the entry is written, or what it belongs to. */
        Origin origin() {
            ThrottlingLevelDocument entry = entry();
            return entry == null ? owner : entry.origin();
        }
    }
}
