package io.gatehouse.app.usage;

import io.gatehouse.app.registry.NamesInUse;
import io.gatehouse.compiler.document.AclDocument;
import io.gatehouse.compiler.document.AclDocument.ApiListing;
import io.gatehouse.compiler.document.AclDocument.MethodAclDocument;
import io.gatehouse.compiler.document.AclDocument.VersionAclDocument;
import io.gatehouse.compiler.document.PathPattern;
import io.gatehouse.compiler.document.RegistryDocuments;
import io.gatehouse.compiler.document.RouteDocument;
import io.gatehouse.configuration.Origin;
import io.gatehouse.domain.tenancy.ApiKey;
import io.gatehouse.domain.time.CalendarUnit;
import io.gatehouse.domain.usage.UsageStore.Note;
import io.gatehouse.observability.usage.RegistryNames;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds what of a registry nobody has used for a time in which somebody has watched.
 *
 * <p>Grants are versions, and paths of a restricted list where no other pattern could take in what a path loses: removing those takes something
 * away and gives nobody more. A grant is used when any rule within it is.
 */
final class UnusedNames {

    private final Map<String, Note> known = new HashMap<>();
    private final WatchedTime watched;
    private final long idleMillis;
    private final List<Unused> found = new ArrayList<>();

    /**
     * What is not used.
     *
     * @param kind {@code key}, {@code grant} or {@code route}
     * @param name which one: {@code acme/storefront/web}
     * @param origin where it is written
     * @param usedMillis the hour of its last use; -1 for never
     * @param sinceMillis since when it has been in the registry, at the latest
     * @param pointer where it is in the registry, by keys in their plain forms and indexes
     */
    record Unused(String kind, String name, Origin origin, long usedMillis, long sinceMillis, List<String> pointer) {}

    private UnusedNames(List<Note> uses, WatchedTime watched, long idleMillis) {
        uses.forEach(use -> known.put(use.name(), use));
        this.watched = watched;
        this.idleMillis = idleMillis;
    }

    /** What has not been used for so many milliseconds in which somebody has watched. */
    static List<Unused> of(RegistryDocuments documents, List<Note> uses, WatchedTime watched, long idleMillis) {
        var names = new UnusedNames(uses, watched, idleMillis);
        names.keys(documents);
        documents
                .products()
                .forEach((product, document) -> document.packages()
                        .forEach((name, sold) -> names.grants(
                                NamesInUse.ofPackage(product, name),
                                List.of("products", product, "packages", name, "acl"),
                                sold.acl())));
        documents
                .tenants()
                .forEach((tenant, document) -> document.applications().forEach((name, application) -> {
                    AclDocument own = application.acl();
                    if (own != null) {
                        names.grants(
                                NamesInUse.ofApplication(tenant, name),
                                List.of("tenants", tenant, "applications", name, "acl"),
                                own);
                    }
                }));
        names.routes(documents);
        return names.found;
    }

    private void keys(RegistryDocuments documents) {
        documents
                .tenants()
                .forEach((tenant, document) -> document.applications()
                        .forEach((name, application) -> application.keys().forEach((key, written) -> {
                            String id = ApiKey.id(tenant, name, key);
                            add(
                                    "key",
                                    id,
                                    written.origin(),
                                    List.of("tenants", tenant, "applications", name, "keys", key),
                                    Stream.of(RegistryNames.key(id)));
                        })));
    }

    private void routes(RegistryDocuments documents) {
        documents.services().forEach((service, document) -> {
            List<RouteDocument> routes = document.routes();
            for (int n = 0; n < routes.size(); n++) {
                String path = routes.get(n).path().text();
                add(
                        "route",
                        service + " " + path,
                        routes.get(n).origin(),
                        List.of("services", service, "routes", Integer.toString(n)),
                        Stream.of(RegistryNames.route(service, path)));
            }
        });
    }

    private void grants(String holder, List<String> acl, AclDocument document) {
        document.services()
                .forEach((service, rules) -> rules.versions().forEach((number, version) -> {
                    String granted = service + " " + number;
                    List<String> pointer = with(acl, service, number.toString());
                    boolean unused = add(
                            "grant",
                            holder + " " + granted,
                            version.origin(),
                            pointer,
                            within(holder, granted, version));
                    if (!unused) {
                        version.methods()
                                .forEach(
                                        (method, written) -> paths(holder, granted, version, pointer, method, written));
                    }
                }));
    }

    private static Stream<String> within(String holder, String granted, VersionAclDocument version) {
        Stream<String> nested = version.methods().entrySet().stream().flatMap(method -> {
            String call = call(granted, method.getKey());
            return Stream.concat(
                    Stream.of(RegistryNames.grant(holder, call)),
                    method.getValue().paths().keySet().stream()
                            .map(path -> RegistryNames.grant(holder, call + " " + path.text())));
        });
        return Stream.concat(Stream.of(RegistryNames.grant(holder, granted)), nested);
    }

    private static String call(String granted, String method) {
        return granted + " " + method.toUpperCase(Locale.ROOT);
    }

    private void paths(
            String holder,
            String granted,
            VersionAclDocument version,
            List<String> pointer,
            String method,
            MethodAclDocument written) {
        ApiListing listing = written.apis() == null ? version.apis() : written.apis();
        long open =
                written.paths().keySet().stream().filter(UnusedNames::isOpen).count();
        if (listing != ApiListing.RESTRICTED) {
            return;
        }
        written.paths().forEach((path, api) -> {
            if (open == (isOpen(path) ? 1 : 0)) {
                String call = call(granted, method) + " " + path.text();
                add(
                        "grant",
                        holder + " " + call,
                        api.origin(),
                        with(pointer, method, path.text()),
                        Stream.of(RegistryNames.grant(holder, call)));
            }
        });
    }

    /** Whether it takes in more than one path. */
    private static boolean isOpen(PathPattern path) {
        return path.text().indexOf(':') >= 0 || path.text().endsWith("*");
    }

    private static List<String> with(List<String> pointer, String... more) {
        return Stream.concat(pointer.stream(), Stream.of(more)).toList();
    }

    /** Adds what none of these names has used; whether it has. */
    private boolean add(String kind, String name, Origin origin, List<String> pointer, Stream<String> names) {
        long used = -1;
        long since = -1;
        for (String each : (Iterable<String>) names::iterator) {
            Note use = known.get(each);
            if (use == null) {
                return false;
            }
            used = Math.max(used, use.usedMillis());
            since = Math.max(since, use.sinceMillis());
        }
        long idle = watched.since(CalendarUnit.HOUR.begin(CalendarUnit.HOUR.at(Math.max(used, since)) + 1));
        if (idle < idleMillis) {
            return false;
        }
        found.add(new Unused(kind, name, origin, used, since, pointer));
        return true;
    }

    /** The text of a time; null for never. */
    static @Nullable String time(long millis) {
        return millis < 0 ? null : Instant.ofEpochMilli(millis).toString();
    }
}
