package io.gatehouse.http.admin;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The admin routes by path and method. Immutable. */
final class AdminTable {

    private final Map<String, Map<String, AdminRoute>> routes = new HashMap<>();

    /** A table of these; two for the same path and method must not be given. */
    AdminTable(List<AdminRoute> given) {
        for (AdminRoute route : given) {
            var methods = routes.computeIfAbsent(route.path(), path -> new TreeMap<>());
            if (methods.put(route.method(), route) != null) {
                throw new IllegalArgumentException("two admin routes for " + route.method() + " " + route.path());
            }
        }
    }

    boolean knows(String path) {
        return routes.containsKey(path);
    }

    /** What answers; null if this path does not answer this method. */
    @Nullable
    AdminRoute find(String path, String method) {
        return routes.getOrDefault(path, Map.of()).get(method);
    }

    /** The most that any route takes as a body, in bytes. */
    int largestBody() {
        return routes.values().stream()
                .flatMap(methods -> methods.values().stream())
                .mapToInt(AdminRoute::largestBody)
                .max()
                .orElse(0);
    }

    /** The methods that a path answers, as an {@code Allow} header wants them. */
    String allowed(String path) {
        var methods = new TreeSet<>(routes.getOrDefault(path, Map.of()).keySet());
        if (methods.contains("GET")) {
            methods.add("HEAD");
        }
        return String.join(", ", methods);
    }
}
