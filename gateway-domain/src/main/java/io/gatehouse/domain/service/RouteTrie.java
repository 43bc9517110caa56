package io.gatehouse.domain.service;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Routes by path segment: finds the longest route of a path in one walk. Immutable once built. */
final class RouteTrie {

    private final Map<String, RouteTrie> children = new HashMap<>();
    private final Map<String, Route> byHost = new HashMap<>();
    private @Nullable Route anyHost;

    private RouteTrie() {}

    static RouteTrie of(Collection<Route> routes) {
        var root = new RouteTrie();
        routes.forEach(root::add);
        return root;
    }

    private void add(Route route) {
        RouteTrie node = this;
        for (String segment : route.path().substring(1).split("/", -1)) {
            node = segment.isEmpty() ? node : node.children.computeIfAbsent(segment, s -> new RouteTrie());
        }
        if (route.host() == null) {
            node.anyHost = route;
        } else {
            node.byHost.put(route.host(), route);
        }
    }

    /** The route with the longest path; where two are equally long, the one that names the host. */
    @Nullable
    Route find(String path, String host) {
        RouteTrie node = this;
        Route best = here(host);
        int at = 1;
        while (at < path.length() && !node.children.isEmpty()) {
            int end = path.indexOf('/', at);
            end = end < 0 ? path.length() : end;
            node = node.children.get(path.substring(at, end));
            if (node == null) {
                break;
            }
            Route found = node.here(host);
            best = found == null ? best : found;
            at = end + 1;
        }
        return best;
    }

    private @Nullable Route here(String host) {
        Route named = byHost.isEmpty() ? null : byHost.get(host);
        return named == null ? anyHost : named;
    }
}
