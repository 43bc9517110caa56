package io.gatehouse.http.admin;

import io.gatehouse.domain.admin.AdminRoute;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The admin routes by path and method, with what each of them said when it was asked, once. Immutable. */
final class AdminTable {

    private static final Pattern PATH = Pattern.compile("/[!-~&&[^?#%;]]*");
    private static final Pattern METHOD = Pattern.compile("[A-Z]{1,20}");

    private final Map<String, Map<String, Entry>> routes = new HashMap<>();

    /** A route and its answers to questions that it is asked only once. */
    record Entry(String path, boolean guarded, int largestBody, boolean blocking, AdminRoute route) {}

    /**
     * A table of these.
     *
     * @throws IllegalArgumentException with a line for people, if two are for the same path and method, or one is for none
     */
    AdminTable(List<AdminRoute> given) {
        for (AdminRoute route : given) {
            var entry = new Entry(route.path(), route.guarded(), route.largestBody(), route.blocking(), route);
            check(entry);
            for (String method : route.methods()) {
                if (!METHOD.matcher(method).matches() || method.equals("HEAD")) {
                    throw new IllegalArgumentException(
                            "the admin route " + entry.path() + " is for no method: " + method);
                }
                var methods = routes.computeIfAbsent(entry.path(), path -> new TreeMap<>());
                if (methods.put(method, entry) != null) {
                    throw new IllegalArgumentException("two admin routes for " + method + " " + entry.path());
                }
            }
        }
    }

    private static void check(Entry entry) {
        if (!PATH.matcher(entry.path()).matches()) {
            throw new IllegalArgumentException("an admin route is for no path: " + entry.path());
        }
        if (entry.largestBody() < 0 || (!entry.blocking() && entry.largestBody() > 0)) {
            throw new IllegalArgumentException(
                    "the admin route " + entry.path() + " cannot take bodies of " + entry.largestBody() + " bytes");
        }
        if (entry.route().methods().isEmpty()) {
            throw new IllegalArgumentException("the admin route " + entry.path() + " is for no method");
        }
    }

    boolean knows(String path) {
        return routes.containsKey(path);
    }

    /** What answers; null if this path does not answer this method. */
    @Nullable
    Entry find(String path, String method) {
        return routes.getOrDefault(path, Map.of()).get(method);
    }

    /** The most that any route takes as a body, in bytes. */
    int largestBody() {
        return routes.values().stream()
                .flatMap(methods -> methods.values().stream())
                .mapToInt(Entry::largestBody)
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
