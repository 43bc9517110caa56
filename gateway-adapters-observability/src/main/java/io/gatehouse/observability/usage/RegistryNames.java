package io.gatehouse.observability.usage;

import io.gatehouse.configuration.Origin;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** Collects the names of a registry whose use is noted. What has a longer name than stores take is never noted, and never called unused. */
public final class RegistryNames {

    private static final int LONGEST = 512;

    private final List<String> keys = new ArrayList<>();
    private final Map<String, Map<String, String>> routes = new HashMap<>();
    private final IdentityHashMap<Origin, String> grants = new IdentityHashMap<>();

    /** What stores call a key. */
    public static String key(String id) {
        return "key " + id;
    }

    /** What stores call a route of a service; those with one path on several hosts have one name. */
    public static String route(String service, String path) {
        return "route " + service + " " + path;
    }

    /**
     * What stores call a rule that grants something.
     *
     * @param holder whom it grants: {@code package shop/basic} or {@code application acme/web}
     * @param what the service, the version, and the method and path if it is about these alone, with blanks between
     */
    public static String grant(String holder, String what) {
        return "grant " + holder + " " + what;
    }

    /** There is this key, once. */
    public void addKey(String id) {
        keys.add(id);
    }

    /** There is this route. */
    public void addRoute(String service, String path) {
        String name = route(service, path);
        if (isTaken(name)) {
            routes.computeIfAbsent(service, first -> new HashMap<>()).put(path, name);
        }
    }

    /** There is this rule, at the very object that says where it is written. */
    public void addGrant(Origin origin, String holder, String what) {
        String name = grant(holder, what);
        if (isTaken(name)) {
            grants.put(origin, name);
        }
    }

    private static boolean isTaken(String name) {
        return name.length() <= LONGEST && name.chars().allMatch(c -> c >= ' ' && c <= '~');
    }

    LastUses.Names collected() {
        return new LastUses.Names(keys, routes, grants);
    }
}
