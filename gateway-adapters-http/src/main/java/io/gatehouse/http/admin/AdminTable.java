package io.gatehouse.http.admin;

import io.gatehouse.domain.admin.AdminRoute;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The admin routes by path and method, with what each of them said when it was asked, once. Immutable. */
final class AdminTable {

    private static final Pattern PATH = Pattern.compile("/(?:[!-~&&[^?#%;{}]]|(?<=/)\\{[a-z]+}(?=/|$))*");
    private static final Pattern VARIABLE = Pattern.compile("\\{[a-z]+}");
    private static final Pattern METHOD = Pattern.compile("[A-Z]{1,20}");

    private final Map<String, Map<String, Entry>> routes = new HashMap<>();
    private final List<AdminPath> templates = new ArrayList<>();

    /** A route and its answers to questions that it is asked only once. */
    record Entry(String path, boolean guarded, int largestBody, boolean blocking, AdminRoute route) {}

    /**
     * What answers at a path.
     *
     * @param methods what answers which method
     * @param variables what stands in the place of the variables
     */
    record Found(Map<String, Entry> methods, Map<String, String> variables) {

        /** The methods that it answers, as an {@code Allow} header wants them. */
        String allowed() {
            var names = new TreeSet<>(methods.keySet());
            if (names.contains("GET")) {
                names.add("HEAD");
            }
            return String.join(", ", names);
        }
    }

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
                var methods = routes.computeIfAbsent(shape(entry.path()), shape -> {
                    if (!shape.equals(entry.path())) {
                        templates.add(new AdminPath(entry.path(), shape));
                    }
                    return new TreeMap<>();
                });
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

    /** The same for paths that differ in the names of variables only. */
    private static String shape(String path) {
        return VARIABLE.matcher(path).replaceAll("{}");
    }

    /** What answers at a path; null if nothing does. */
    @Nullable
    Found find(String path) {
        Map<String, Entry> exact = path.indexOf('{') < 0 ? routes.get(path) : null;
        if (exact != null) {
            return new Found(exact, Map.of());
        }
        for (AdminPath template : templates) {
            Map<String, String> variables = template.match(path);
            if (variables != null) {
                return new Found(routes.getOrDefault(template.shape(), Map.of()), variables);
            }
        }
        return null;
    }

    /** The most that any route takes as a body, in bytes. */
    int largestBody() {
        return routes.values().stream()
                .flatMap(methods -> methods.values().stream())
                .mapToInt(Entry::largestBody)
                .max()
                .orElse(0);
    }
}
