package io.gatehouse.app.command;

import io.gatehouse.compiler.document.HostDocument;
import io.gatehouse.compiler.document.RegistryDocuments;
import io.gatehouse.compiler.document.Requirement.Credential;
import io.gatehouse.compiler.document.RolloutDocument;
import io.gatehouse.compiler.document.RouteDocument;
import io.gatehouse.compiler.document.ServiceDocument;
import io.gatehouse.compiler.document.VersionDocument;
import io.gatehouse.configuration.ListOrExtension;
import io.gatehouse.domain.service.VersionNumber;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Makes the list of all paths of a registry: routes first, as they win, then services by their names. */
final class PathEntries {

    private static final Comparator<PathEntry> LONGEST_FIRST = Comparator.comparing(
                    (PathEntry entry) -> entry.path().length())
            .reversed()
            .thenComparing(PathEntry::path)
            .thenComparing(PathEntry::host, Comparator.reverseOrder());

    private PathEntries() {}

    /** All paths of this registry. */
    static List<PathEntry> of(RegistryDocuments documents) {
        var routes = new ArrayList<PathEntry>();
        var names = new ArrayList<PathEntry>();
        documents.services().forEach((name, service) -> {
            service.routes().forEach(route -> routes.add(byRoute(name, service, route)));
            names.addAll(byName(name, service));
        });
        routes.sort(LONGEST_FIRST);
        names.sort(Comparator.comparing(PathEntry::path));
        routes.addAll(names);
        return routes;
    }

    private static PathEntry byRoute(String name, ServiceDocument service, RouteDocument route) {
        String host = route.host() == null ? "*" : route.host().text();
        PathEntry entry = entry(route.path().text(), host, name, service, route.version(), route.strip());
        RouteDocument.RedirectUrl redirect = route.redirect();
        return entry.with(
                route.rewrite() == null ? null : route.rewrite().text(), redirect == null ? null : redirect.text());
    }

    private static List<PathEntry> byName(String name, ServiceDocument service) {
        var entries = new ArrayList<PathEntry>();
        if (service.versions().isEmpty()) {
            return entries;
        }
        entries.add(entry("/" + name, "*", name, service, null, true));
        for (VersionNumber version : service.versions().keySet()) {
            entries.add(entry("/" + name + "/v" + version, "*", name, service, version, true));
        }
        return entries;
    }

    private static PathEntry entry(
            String path,
            String host,
            String name,
            ServiceDocument service,
            @Nullable VersionNumber asked,
            boolean strip) {
        RolloutDocument rollout = asked == null ? service.rollout() : null;
        @Nullable
        VersionNumber number = asked == null
                ? service.versions().keySet().stream()
                        .filter(each -> rollout == null || each.compareTo(rollout.version()) < 0)
                        .max(Comparator.naturalOrder())
                        .orElse(null)
                : asked;
        VersionDocument version = number == null ? null : service.versions().get(number);
        return new PathEntry(
                path,
                host,
                name,
                number == null ? null : number.toString(),
                asked != null,
                version == null ? List.of() : hosts(version),
                service.methods().stream().sorted().toList(),
                version == null ? List.of() : requires(version),
                version != null && version.requires().anyOf(),
                strip,
                null,
                null,
                rollout == null ? null : rollout.toRollout().text());
    }

    private static List<String> hosts(VersionDocument version) {
        return version.hosts() instanceof ListOrExtension.Extension<HostDocument> asked
                ? List.of("discovered by " + asked.text())
                : version.listed().stream().map(PathEntries::host).toList();
    }

    private static String host(HostDocument host) {
        return host.url() + (host.weight() == 1 ? "" : " x" + host.weight());
    }

    private static List<String> requires(VersionDocument version) {
        return version.requires().credentials().stream()
                .map(PathEntries::word)
                .sorted()
                .toList();
    }

    private static String word(Credential credential) {
        return credential.name().toLowerCase(Locale.ROOT);
    }

    /**
     * A path that leads to a service.
     *
     * @param path the path; everything below it belongs to it
     * @param host the host that has to be asked for; {@code *} for any
     * @param service the service
     * @param version the version that is forwarded to; where the path names none, the newest, or the one below that is rolled out; null
     *     for a service that only redirects
     * @param pinned whether the path or route names the version
     * @param hosts the upstream hosts of that version, with their weights where these differ from 1, or what a discovery is asked
     * @param methods the methods that are let through, sorted
     * @param requires what callers must present; empty for nothing
     * @param anyOf whether one of these is enough
     * @param strip whether the upstream gets only what follows the path
     * @param rewrite what the upstream gets in the place of the path; null for nothing else
     * @param redirect where callers are sent instead; null if they are forwarded
     * @param rollout which callers get another version than that; null if none do
     */
    record PathEntry(
            String path,
            String host,
            String service,
            @Nullable String version,
            boolean pinned,
            List<String> hosts,
            List<String> methods,
            List<String> requires,
            boolean anyOf,
            boolean strip,
            @Nullable String rewrite,
            @Nullable String redirect,
            @Nullable String rollout) {

        public PathEntry {
            hosts = List.copyOf(hosts);
            methods = List.copyOf(methods);
            requires = List.copyOf(requires);
        }

        PathEntry with(@Nullable String otherPath, @Nullable String url) {
            return new PathEntry(
                    path, host, service, version, pinned, hosts, methods, requires, anyOf, strip, otherPath, url,
                    rollout);
        }
    }
}
