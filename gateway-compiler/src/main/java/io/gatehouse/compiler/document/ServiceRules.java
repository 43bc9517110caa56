package io.gatehouse.compiler.document;

import io.gatehouse.compiler.document.BoundRegistry.AclLocation;
import io.gatehouse.compiler.document.BoundRegistry.KeyLocation;
import io.gatehouse.compiler.document.BoundRegistry.LevelLocation;
import io.gatehouse.compiler.document.ServiceDocument.AmbiguousPathPolicy;
import io.gatehouse.compiler.document.ThrottlingDocument.ThrottlingLevelDocument;
import io.gatehouse.configuration.Notice;
import io.gatehouse.configuration.Origin;
import io.gatehouse.configuration.Problems;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/** The rules of routes, hosts and paths of services. */
final class ServiceRules {

    private ServiceRules() {}

    /** No two routes may have the same host and path: which one wins would be chance. */
    static void routesAreDistinct(BoundRegistry bound, Problems problems) {
        Map<String, Origin> seen = new HashMap<>();
        forEachRoute(bound, (name, path, route) -> {
            String shown = (route.host() == null ? "" : route.host().text()) + route.path();
            Origin first = seen.putIfAbsent(shown, route.origin());
            if (first != null) {
                problems.add(
                        route.origin(),
                        path,
                        '"' + shown + '"',
                        "a host and path that no other route has; the first is at " + first);
            }
        });
    }

    /** A route may only lead to a version that its service has. */
    static void routeVersionsExist(BoundRegistry bound, Problems problems) {
        forEachRoute(bound, (name, path, route) -> {
            var versions = bound.service(name).versions();
            if (route.version() != null && !versions.containsKey(route.version())) {
                problems.add(
                        route.origin(),
                        path + ".version",
                        '"' + route.version().toString() + '"',
                        DocumentRule.oneOf(versions.keySet()));
            }
        });
    }

    /** A service without versions has nowhere to forward to: it can redirect, and nothing else. */
    static void versionsAreThereToForwardTo(BoundRegistry bound, Problems problems) {
        bound.documents().services().forEach((name, service) -> {
            boolean redirects = !service.routes().isEmpty()
                    && service.routes().stream().allMatch(route -> route.redirect() != null);
            if (service.versions().isEmpty() && !redirects) {
                problems.add(
                        service.origin(),
                        "services." + name + ".versions",
                        "none",
                        "at least one version, or routes that all redirect");
            }
        });
    }

    /** A redirect may not lead to the route that it stands at: callers would go round in circles. */
    static void redirectsLeadElsewhere(BoundRegistry bound, Problems problems) {
        forEachRoute(bound, (name, path, route) -> {
            RouteDocument.RedirectUrl to = route.redirect();
            String below = route.path().text().equals("/") ? "/" : route.path().text() + "/";
            if (to != null && to.isPath() && (to.text() + "/").startsWith(below)) {
                problems.add(
                        route.origin(),
                        path + ".redirect",
                        '"' + to.text() + '"',
                        "a path outside of this route, or a URL with another host");
            }
        });
    }

    /** A rollout needs its version, and one below it for everybody else. Warns where a newer version is out of it. */
    static void rolloutsHaveVersions(BoundRegistry bound, Problems problems) {
        bound.documents().services().forEach((name, service) -> {
            RolloutDocument rollout = service.rollout();
            if (rollout == null) {
                return;
            }
            String path = "services." + name + ".rollout.version";
            String shown = '"' + rollout.version().toString() + '"';
            var versions = new TreeSet<>(service.versions().keySet());
            if (!versions.contains(rollout.version())) {
                problems.add(rollout.origin(), path, shown, DocumentRule.oneOf(versions));
            } else if (versions.lower(rollout.version()) == null) {
                problems.add(
                        rollout.origin(),
                        path,
                        shown,
                        "a version that has an older one beside it, which the other callers get");
            } else if (versions.higher(rollout.version()) != null) {
                problems.warn(new Notice(
                        rollout.origin(),
                        path,
                        shown,
                        "version " + versions.last() + " is newer, and callers to whom " + rollout.version()
                                + " and an older one are granted only get it where they ask for it"));
            }
        });
    }

    /** Warns of routes for every host that take the whole name of another service, which then cannot be reached by it. */
    static void routesLeaveNames(BoundRegistry bound, Problems problems) {
        forEachRoute(bound, (name, path, route) -> {
            String taken = route.path().text().substring(1);
            if (route.host() == null
                    && !taken.equals(name)
                    && bound.documents().services().containsKey(taken)) {
                problems.warn(new Notice(
                        route.origin(),
                        path + ".path",
                        '"' + route.path().text() + '"',
                        "the service " + taken + " cannot be reached by its name, as routes win over names"));
            }
        });
    }

    /** A version, and a key that has hosts of its own, may name a host only once: weights are what gives it a larger share. */
    static void hostsAreDistinct(BoundRegistry bound, Problems problems) {
        forEachHosts(bound, (path, hosts) -> {
            Map<HostUrl, Origin> seen = new HashMap<>();
            for (int i = 0; i < hosts.size(); i++) {
                HostDocument host = hosts.get(i);
                Origin first = seen.putIfAbsent(host.url(), host.origin());
                if (first != null) {
                    problems.add(
                            host.origin(),
                            path + "[" + i + "]",
                            '"' + host.url().toString() + '"',
                            "every host only once, with a weight; the first is at " + first);
                }
            }
        });
    }

    /** Warns of versions, and of keys with hosts of their own, all of whose hosts are drained: none is left to respond. */
    static void hostsTakeRequests(BoundRegistry bound, Problems problems) {
        forEachHosts(bound, (path, hosts) -> {
            if (!hosts.isEmpty() && hosts.stream().allMatch(host -> host.weight() == 0)) {
                problems.warn(new Notice(
                        hosts.get(0).origin(),
                        path,
                        "every host has weight 0",
                        "all are drained, and requests are rejected with 503 no-healthy-host"));
            }
        });
    }

    /** Warns of services that are open to everybody without anybody having said so. */
    static void openServicesSayIt(BoundRegistry bound, Problems problems) {
        bound.documents()
                .services()
                .forEach((name, service) -> service.versions().entrySet().stream()
                        .filter(version -> !version.getValue().saysWhatItRequires())
                        .findFirst()
                        .ifPresent(version -> problems.warn(new Notice(
                                version.getValue().origin(),
                                "services." + name + ".versions." + version.getKey(),
                                "no requires, and no package or application names the service",
                                "it is open to everybody; requires: [] says that this is meant"))));
    }

    /**
     * A service that is handed ambiguous paths may not have rules that name paths: the upstream could read such a path in
     * another way than the rule did.
     */
    static void ambiguousPathsHaveNoRules(BoundRegistry bound, Problems problems) {
        Map<String, Origin> named = rulesWithPaths(bound);
        bound.documents().services().forEach((name, service) -> {
            Origin rule = named.get(name);
            if (rule == null) {
                return;
            }
            String expected = "refuse, as a rule of the service names paths, at " + rule;
            if (service.encodedSlash() == AmbiguousPathPolicy.PASS) {
                problems.add(service.origin(), "services." + name + ".encoded-slash", "\"pass\"", expected);
            }
            if (service.pathParameters() == AmbiguousPathPolicy.PASS) {
                problems.add(service.origin(), "services." + name + ".path-parameters", "\"pass\"", expected);
            }
        });
    }

    /** For each service, the first rule that names a path. */
    private static Map<String, Origin> rulesWithPaths(BoundRegistry bound) {
        Map<String, Origin> named = new HashMap<>();
        for (AclLocation location : AclLocation.all(bound.documents())) {
            location.acl()
                    .services()
                    .forEach((service, rules) -> rules.versions().values().stream()
                            .flatMap(version -> version.methods().values().stream())
                            .filter(method -> !method.paths().isEmpty())
                            .forEach(method -> named.putIfAbsent(service, method.origin())));
        }
        for (LevelLocation location : LevelLocation.all(bound)) {
            ThrottlingLevelDocument entry = location.entry();
            if (entry != null && entry.apis() != null) {
                named.putIfAbsent(location.service(), entry.origin());
            }
        }
        return named;
    }

    private interface RouteCheck {
        void check(String service, String path, RouteDocument route);
    }

    private static void forEachRoute(BoundRegistry bound, RouteCheck check) {
        bound.documents().services().forEach((name, service) -> {
            for (int i = 0; i < service.routes().size(); i++) {
                check.check(
                        name,
                        "services." + name + ".routes[" + i + "]",
                        service.routes().get(i));
            }
        });
    }

    /** The hosts of each version, then those of keys that have hosts of their own, and where they are written. */
    private static void forEachHosts(BoundRegistry bound, BiConsumer<String, List<HostDocument>> check) {
        bound.documents()
                .services()
                .forEach((name, service) -> service.versions()
                        .forEach((version, document) -> check.accept(
                                "services." + name + ".versions." + version + ".hosts", document.listed())));
        KeyLocation.forEach(
                bound.documents(),
                location -> location.key()
                        .hosts()
                        .forEach((reference, hosts) ->
                                check.accept(location.path() + ".hosts." + reference, hosts.items())));
    }
}
