package io.gatehouse.domain.service;

import io.gatehouse.domain.request.CanonicalPath;
import io.gatehouse.domain.request.SegmentMap;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All services and routes of a snapshot, and the way from a path to one of them. Immutable. */
public final class Services {

    private final Map<String, Service> byName = new LinkedHashMap<>();
    private final List<Route> routes;
    private final RouteTrie trie;
    private final SegmentMap<Service> bySegment;

    /** Services by name, with all their routes; two routes of the same host and path must not be given. */
    public Services(Collection<Service> services, Collection<Route> routes) {
        services.stream().sorted(Comparator.comparing(Service::name)).forEach(each -> byName.put(each.name(), each));
        this.bySegment = new SegmentMap<>(byName);
        this.routes = List.copyOf(routes);
        this.trie = RouteTrie.of(routes);
    }

    /** The service and API path that a request asks for: by the longest route, else by name; null if by neither. */
    public @Nullable RouteMatch find(CanonicalPath path, String host) {
        Route route = trie.find(path.matched(), host);
        if (route != null) {
            int depth = route.depth();
            int cut = route.strip() ? depth : 0;
            String rewrite = route.rewrite();
            return new RouteMatch(
                    route.service(),
                    route.version(),
                    path,
                    depth,
                    cut,
                    rewrite == null ? null : rewrite + path.forwardedRest(depth),
                    route.path(),
                    route.origin(),
                    route);
        }
        return NamedPath.find(path, bySegment);
    }

    /** The service of this name; null if there is none. */
    public @Nullable Service named(String name) {
        return byName.get(name);
    }

    /** All services, by name. */
    public Collection<Service> all() {
        return Collections.unmodifiableCollection(byName.values());
    }

    /** All routes. */
    public List<Route> routes() {
        return routes;
    }

    /** Reads {@code /orders}, {@code /orders/v1/items} and {@code /orders:1/items}: the service by its own name. */
    private static final class NamedPath {

        private NamedPath() {}

        static @Nullable RouteMatch find(CanonicalPath path, SegmentMap<Service> services) {
            String matched = path.matched();
            int end = endOfSegment(matched, 1);
            int colon = matched.lastIndexOf(':', end - 1);
            if (colon > 0) {
                return withColon(path, services.get(matched, 1, colon), matched.substring(colon + 1, end));
            }
            Service service = services.get(matched, 1, end);
            if (service == null) {
                return null;
            }
            VersionNumber version = versionSegment(matched, end);
            return match(service, version, path, version == null ? 1 : 2);
        }

        private static @Nullable RouteMatch withColon(CanonicalPath path, @Nullable Service service, String version) {
            VersionNumber number = VersionNumber.orNull(version);
            return service == null || number == null ? null : match(service, number, path, 1);
        }

        private static @Nullable VersionNumber versionSegment(String matched, int slash) {
            if (slash + 2 >= matched.length() || matched.charAt(slash + 1) != 'v') {
                return null;
            }
            return VersionNumber.orNull(matched, slash + 2, endOfSegment(matched, slash + 1));
        }

        private static RouteMatch match(
                Service service, @Nullable VersionNumber version, CanonicalPath path, int segments) {
            return new RouteMatch(
                    service, version, path, segments, segments, null, service.name(), service.origin(), null);
        }

        private static int endOfSegment(String path, int from) {
            int slash = path.indexOf('/', from);
            return slash < 0 ? path.length() : slash;
        }
    }
}
