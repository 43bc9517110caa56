package io.gatehouse.compiler.document;

import io.gatehouse.compiler.document.BoundRegistry.AclLocation;
import io.gatehouse.compiler.document.BoundRegistry.KeyLocation;
import io.gatehouse.compiler.document.ProductDocument.PackageReference;
import io.gatehouse.configuration.Origin;
import io.gatehouse.configuration.Problems;
import io.gatehouse.domain.service.VersionNumber;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The rules of access lists, packages and keys: they name only what exists, and no key is another's. */
final class TenancyRules {

    private TenancyRules() {}

    /** Access rules may only name services and versions that exist: a slip would refuse callers, or let them in. */
    static void aclsNameWhatExists(BoundRegistry bound, Problems problems) {
        for (AclLocation location : AclLocation.all(bound.documents())) {
            location.acl().services().forEach((name, rules) -> {
                String path = location.path() + "." + name;
                if (bound.checkService(name, rules.origin(), path, problems)) {
                    rules.versions()
                            .forEach((version, document) ->
                                    version(bound, name, version, document.origin(), path + "." + version, problems));
                }
            });
        }
    }

    /** A key may only have hosts of its own, one or more, for services and versions that exist. */
    static void dedicatedHostsExist(BoundRegistry bound, Problems problems) {
        KeyLocation.forEach(
                bound.documents(),
                location -> location.key().hosts().forEach((reference, hosts) -> {
                    String path = location.path() + ".hosts." + reference;
                    Origin origin = HostDocument.originOf(hosts);
                    if (origin == null) {
                        problems.add(location.key().origin(), path, "[]", "at least one host");
                    } else if (bound.checkService(reference.service(), origin, path, problems)) {
                        version(bound, reference.service(), reference.version(), origin, path, problems);
                    }
                }));
    }

    private static void version(
            BoundRegistry bound,
            String service,
            @Nullable VersionNumber version,
            Origin origin,
            String path,
            Problems problems) {
        var versions = bound.service(service).versions();
        if (version != null && !versions.containsKey(version)) {
            problems.add(origin, path, "unknown version", DocumentRule.oneOf(versions.keySet()));
        }
    }

    /** An application may only have a package that a product has. */
    static void packagesExist(BoundRegistry bound, Problems problems) {
        Map<String, ProductDocument> products = bound.documents().products();
        bound.documents()
                .tenants()
                .forEach((tenant, document) -> document.applications().forEach((name, application) -> {
                    PackageReference wanted = application.packageReference().value();
                    ProductDocument product = products.get(wanted.product());
                    boolean known = product == null
                            ? bound.declaresProduct(wanted.product())
                            : product.packages().containsKey(wanted.packageName());
                    if (!known) {
                        List<String> all = new ArrayList<>();
                        products.forEach((sold, inner) ->
                                inner.packages().keySet().forEach(bought -> all.add(sold + "/" + bought)));
                        problems.add(
                                application.packageReference().origin(),
                                "tenants." + tenant + ".applications." + name + ".package",
                                '"' + wanted.toString() + '"',
                                DocumentRule.oneOf(all, wanted.toString()));
                    }
                }));
    }

    /** No two keys may be the same, whether they are written as themselves or as hashes: a key names one application. */
    static void keysAreDistinct(BoundRegistry bound, Problems problems) {
        // Hashing all of them is most of the work of reading a large registry again, so it is left out where no hash is
        // written.
        boolean isHashWritten = bound.documents().tenants().values().stream()
                .flatMap(tenant -> tenant.applications().values().stream())
                .flatMap(application -> application.keys().values().stream())
                .anyMatch(key -> key.hash() != null);
        // By texts, and not by what holds them: texts with one and the same hash code are still found quickly.
        Map<String, Origin> seen = new HashMap<>();
        KeyLocation.forEach(bound.documents(), location -> {
            KeyDocument key = location.key();
            String text = isHashWritten
                    ? key.fingerprint().hex()
                    : Objects.requireNonNull(key.value()).reveal();
            Origin first = seen.putIfAbsent(text, key.origin());
            if (first != null) {
                problems.add(key.origin(), location.path(), "***", "a key that no other has; the first is at " + first);
            }
        });
    }
}
