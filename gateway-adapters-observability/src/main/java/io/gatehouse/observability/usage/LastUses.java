package io.gatehouse.observability.usage;

import io.gatehouse.configuration.Origin;
import io.gatehouse.domain.traffic.ExchangeRecord;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.function.Consumer;
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

    /** That names are present is written once a day; stores forget after two. */
    private static final int PRESENT_HOURS = 24;

    /**
     * The names of one registry.
     *
     * @param keys their ids
     * @param routes by service and label
     * @param grants by where they are written, each by the object that rules and exchanges carry
     */
    record Names(List<String> keys, Map<String, Map<String, String>> routes, IdentityHashMap<Origin, String> grants) {}

    /** A name, and what is known of it. A large registry has many: hours are counted in 32 bits. */
    static final class Use {
        private static final AtomicIntegerFieldUpdater<Use> HOUR =
                AtomicIntegerFieldUpdater.newUpdater(Use.class, "hour");

        private final String name;
        private volatile int hour = -1;
        /** Only for the thread that writes, as the next. */
        private int written = -1;

        private int presentWritten = -PRESENT_HOURS;

        private Use(String name) {
            this.name = name;
        }

        String name() {
            return name;
        }

        private void at(int when) {
            if (hour < when) {
                HOUR.accumulateAndGet(this, when, Math::max);
            }
        }

        private boolean lacksPresence(long now) {
            return Math.abs(now - presentWritten) >= PRESENT_HOURS;
        }

        /** The store knows that it was present in this hour. For the thread that writes. */
        void presenceWritten(long now) {
            presentWritten = (int) now;
        }
    }

    /** A name that has been used in an hour of which the store does not know. */
    record Unwritten(String name, long hour, Use use) {

        /** The store knows it. For the thread that writes. */
        void written() {
            use.written = Math.max(use.written, (int) hour);
        }
    }

    private record Generation(
            Map<String, Use> keys, Map<String, Map<String, Use>> routes, IdentityHashMap<Origin, Use> grants) {

        private static final Generation NONE = new Generation(Map.of(), Map.of(), new IdentityHashMap<>());

        void forEach(Consumer<Use> action) {
            keys.values().forEach(action);
            routes.values().forEach(labels -> labels.values().forEach(action));
            grants.values().forEach(action);
        }

        /** What of this the next one does not have: hardly anything, as most of a registry stays. */
        Generation without(Generation next) {
            var gone = new Generation(new HashMap<>(), new HashMap<>(), new IdentityHashMap<>());
            if (keys != next.keys) {
                keys.forEach((id, use) -> {
                    if (!next.keys.containsKey(id)) {
                        gone.keys.put(id, use);
                    }
                });
            }
            routes.forEach((service, labels) -> labels.forEach((label, use) -> {
                if (!next.routes.getOrDefault(service, Map.of()).containsKey(label)) {
                    gone.routes
                            .computeIfAbsent(service, first -> new HashMap<>())
                            .put(label, use);
                }
            }));
            grants.forEach((origin, use) -> {
                if (!next.grants.containsKey(origin)) {
                    gone.grants.put(origin, use);
                }
            });
            return gone;
        }
    }

    private volatile List<Generation> generations = List.of();

    /** Another registry is about to be served. One thread at a time. */
    void names(Names names) {
        List<Generation> before = generations;
        var others = new HashMap<String, Use>();
        before.forEach(generation -> {
            generation.routes.values().forEach(labels -> labels.values().forEach(use -> others.put(use.name, use)));
            generation.grants.values().forEach(use -> others.put(use.name, use));
        });
        var routes = new HashMap<String, Map<String, Use>>();
        names.routes().forEach((service, labels) -> {
            var ofService = new HashMap<String, Use>();
            labels.forEach((label, name) -> ofService.put(label, others.computeIfAbsent(name, Use::new)));
            routes.put(service, ofService);
        });
        var grants = new IdentityHashMap<Origin, Use>();
        names.grants().forEach((origin, name) -> grants.put(origin, others.computeIfAbsent(name, Use::new)));
        var next = new Generation(keys(names.keys(), before), routes, grants);
        generations = Stream.concat(Stream.of(next), before.stream().map(past -> past.without(next)))
                .limit(GENERATIONS)
                .toList();
    }

    /** Those of before, if they are the same, as they mostly are. */
    private static Map<String, Use> keys(List<String> ids, List<Generation> before) {
        Map<String, Use> last = (before.isEmpty() ? Generation.NONE : before.get(0)).keys;
        if (last.size() == ids.size() && last.keySet().containsAll(ids)) {
            return last;
        }
        var keys = new HashMap<String, Use>(ids.size() * 2);
        ids.forEach(id -> keys.put(id, known(id, before)));
        return keys;
    }

    private static Use known(String id, List<Generation> before) {
        for (Generation generation : before) {
            Use known = generation.keys.get(id);
            if (known != null) {
                return known;
            }
        }
        return new Use(RegistryNames.key(id));
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
        use.at((int) hour);
        return true;
    }

    /** The names of the registry that is served of which it has not been written for a day that they are present. For the thread that writes. */
    List<Use> lackingPresence(long hour) {
        List<Generation> known = generations;
        var found = new LinkedHashMap<String, Use>();
        (known.isEmpty() ? Generation.NONE : known.get(0)).forEach(use -> {
            if (use.lacksPresence(hour)) {
                found.put(use.name, use);
            }
        });
        return List.copyOf(found.values());
    }

    /** What has not been written yet. For the thread that writes. */
    List<Unwritten> unwritten() {
        var found = new LinkedHashMap<String, Unwritten>();
        generations.forEach(generation -> generation.forEach(use -> {
            int hour = use.hour;
            if (hour > use.written) {
                found.putIfAbsent(use.name, new Unwritten(use.name, hour, use));
            }
        }));
        return List.copyOf(found.values());
    }
}
