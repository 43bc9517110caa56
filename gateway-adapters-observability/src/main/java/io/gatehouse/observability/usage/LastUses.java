package io.gatehouse.observability.usage;

import io.gatehouse.configuration.Origin;
import io.gatehouse.domain.traffic.ExchangeRecord;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * In which hour each key, grant and route of the registry was used last, as far as this process has seen it.
 *
 * <p>A key is used by every call that names it, a route by every call that matches it, a grant by every call that it lets pass and that no
 * other rule refuses. Noting a use looks into maps that never change; only the first one of an hour writes. What is not in the
 * registry is not noted, so there is as much as the registry has names.
 */
final class LastUses {

    /** Requests under way end by the registry that held when they began: so many of those before are looked into as well. */
    private static final int GENERATIONS = 4;

    /**
     * The names of one registry.
     *
     * @param keys by their ids
     * @param routes by service and label
     * @param grants by where they are written, each by the object that rules and exchanges carry
     */
    record Names(
            Map<String, String> keys,
            Map<String, Map<String, String>> routes,
            IdentityHashMap<Origin, String> grants) {}

    static final class Use {
        private static final AtomicLongFieldUpdater<Use> HOUR = AtomicLongFieldUpdater.newUpdater(Use.class, "hour");

        private volatile long hour = -1;
        /** Only for the thread that writes. */
        private long written = -1;

        void at(long when) {
            if (hour < when) {
                HOUR.accumulateAndGet(this, when, Math::max);
            }
        }
    }

    /** A name that has been used in an hour of which the store does not know. */
    record Unwritten(String name, long hour, Use use) {

        /** The store knows it. For the thread that writes. */
        void written() {
            use.written = Math.max(use.written, hour);
        }
    }

    private record Generation(
            Map<String, Use> byName,
            Map<String, Use> keys,
            Map<String, Map<String, Use>> routes,
            IdentityHashMap<Origin, Use> grants) {}

    private volatile List<Generation> generations = List.of();

    /** Another registry is about to be served. One thread at a time. */
    void names(Names names) {
        Map<String, Use> before =
                generations.isEmpty() ? Map.of() : generations.get(0).byName();
        var byName = new HashMap<String, Use>();
        var keys = new HashMap<String, Use>();
        names.keys().forEach((key, name) -> keys.put(key, use(name, byName, before)));
        var routes = new HashMap<String, Map<String, Use>>();
        names.routes().forEach((service, labels) -> {
            var ofService = new HashMap<String, Use>();
            labels.forEach((label, name) -> ofService.put(label, use(name, byName, before)));
            routes.put(service, ofService);
        });
        var grants = new IdentityHashMap<Origin, Use>();
        names.grants().forEach((origin, name) -> grants.put(origin, use(name, byName, before)));
        generations = Stream.concat(Stream.of(new Generation(byName, keys, routes, grants)), generations.stream())
                .limit(GENERATIONS)
                .toList();
    }

    private static Use use(String name, Map<String, Use> byName, Map<String, Use> before) {
        return byName.computeIfAbsent(name, first -> {
            Use known = before.get(name);
            return known == null ? new Use() : known;
        });
    }

    /** Notes what an exchange has used, in this hour. */
    void used(ExchangeRecord exchange, long hour) {
        List<Generation> known = generations;
        String key = exchange.caller().key();
        String service = exchange.matched().service();
        String route = exchange.matched().route();
        Origin rule = exchange.decided().decidedBy();
        for (int n = 0; n < known.size(); n++) {
            Generation generation = known.get(n);
            key = key != null && noted(generation.keys().get(key), hour) ? null : key;
            rule = rule != null && noted(generation.grants().get(rule), hour) ? null : rule;
            if (route != null && service != null) {
                Map<String, Use> routes = generation.routes().get(service);
                route = routes != null && noted(routes.get(route), hour) ? null : route;
            }
            if (key == null && route == null && rule == null) {
                return;
            }
        }
    }

    private static boolean noted(@Nullable Use use, long hour) {
        if (use == null) {
            return false;
        }
        use.at(hour);
        return true;
    }

    /** All names of the registry that is served: the same set, which never changes, as long as it is the same registry. */
    Set<String> present() {
        List<Generation> known = generations;
        return known.isEmpty() ? Set.of() : known.get(0).byName().keySet();
    }

    /** What has not been written yet. For the thread that writes. */
    List<Unwritten> unwritten() {
        var found = new LinkedHashMap<String, Unwritten>();
        for (Generation generation : generations) {
            generation.byName().forEach((name, use) -> {
                long hour = use.hour;
                if (hour > use.written) {
                    found.putIfAbsent(name, new Unwritten(name, hour, use));
                }
            });
        }
        return List.copyOf(found.values());
    }
}
