package io.gatehouse.domain.service;

import io.gatehouse.domain.request.CanonicalPath;
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

    /** Services by name, with all their routes; two routes of the same host and path must not be given. */
    public Services(Collection<Service> services, Collection<Route> routes) {
        services.stream().sorted(Comparator.comparing(Service::name)).forEach(each -> byName.put(each.name(), each));
        this.routes = List.copyOf(routes);
        this.trie = RouteTrie.of(routes);
    }

    /** The service and API path that a request asks for: by the longest route, else by name; null if by neither. */
    public @Nullable RouteMatch find(CanonicalPath path, String host) {
        Route route = trie.find(path.matched(), host);
        if (route != null) {
            int depth = route.depth();
            int cut = route.strip() ? depth : 0;
            return new RouteMatch(
                    route.service(),
                    route.version(),
                    path.matchedAfter(depth),
                    path.forwardedAfter(cut),
                    path.forwardedUpTo(cut),
                    route.path(),
                    route.origin());
        }
        return NamedPath.find(path, byName);
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
}
