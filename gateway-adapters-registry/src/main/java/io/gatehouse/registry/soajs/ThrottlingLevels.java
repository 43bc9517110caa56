package io.gatehouse.registry.soajs;

import io.gatehouse.compiler.document.PathPattern;
import io.gatehouse.configuration.MalformedValue;
import io.gatehouse.registry.soajs.ServiceTranslation.DeployedServices;
import io.gatehouse.registry.yaml.MappingBuilder;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which strategy counts for which service: the environment's in general, the custom registry's for a service, a key's own.
 *
 * <p>A key that has throttling of its own hears nothing of the custom registry's: what it does not say itself is said for it by the
 * environment's general strategies.
 *
 * @param general the environment's throttling
 * @param custom the custom registry's, by service; null if there is none
 */
record ThrottlingLevels(Fields general, @Nullable Fields custom, DeployedServices deployed) {

    static final String PUBLIC_STRATEGY = "publicAPIStrategy";
    static final String PRIVATE_STRATEGY = "privateAPIStrategy";

    private static final String PUBLIC = "public";
    private static final String PRIVATE = "private";
    private static final long MOST_RETRIES = 10;
    private static final long EACH_ADDRESS = 1;

    /** The environment's strategies with the levels of the gateway; empty if there are no strategies. */
    MappingBuilder ofGateway() {
        var throttling = new MappingBuilder(general.origin());
        throttling.putFilled("strategies", strategies(general));
        reference(general, PUBLIC_STRATEGY, PUBLIC, throttling);
        reference(general, PRIVATE_STRATEGY, PRIVATE, throttling);
        var services = new MappingBuilder(general.origin());
        Set<String> named = new LinkedHashSet<>();
        if (custom != null) {
            for (String service : known(custom)) {
                MappingBuilder entry = entry(custom.objectOrEmpty(service));
                if (entry != null) {
                    services.put(service, entry);
                    named.add(service);
                }
            }
        }
        // Only callers with a tenant are counted, so services that want no key are not.
        deployed.services().stream()
                .filter(service -> deployed.isOpen(service) && !named.contains(service))
                .forEach(services::off);
        return throttling.putFilled("services", services);
    }

    /** A key's levels, in place of the custom registry's. */
    MappingBuilder ofKey(Fields own) {
        var services = new MappingBuilder(own.origin());
        Set<String> open = new TreeSet<>(custom == null ? Set.of() : known(custom));
        for (String service : known(own)) {
            boolean overrides = open.remove(service);
            Fields level = own.objectOrEmpty(service);
            MappingBuilder entry = entry(level);
            if (entry == null) {
                if (overrides) {
                    open.add(service);
                }
                continue;
            }
            if (overrides) {
                complete(level, entry);
            }
            services.put(service, entry);
        }
        for (String service : open) {
            var entry = new MappingBuilder(own.origin());
            generally(PUBLIC_STRATEGY, PUBLIC, entry);
            generally(PRIVATE_STRATEGY, PRIVATE, entry);
            services.put(service, entry);
        }
        return services;
    }

    private void complete(Fields level, MappingBuilder entry) {
        if (!level.has(PUBLIC_STRATEGY)) {
            generally(PUBLIC_STRATEGY, PUBLIC, entry);
        }
        if (!level.has(PRIVATE_STRATEGY)) {
            generally(PRIVATE_STRATEGY, PRIVATE, entry);
        }
        if (level.raw("apis") != null) {
            level.notice(
                    "apis",
                    "only these paths, where the custom registry has an entry too",
                    "the others fall to that entry");
        }
    }

    private void generally(String field, String word, MappingBuilder entry) {
        if (!reference(general, field, word, entry)) {
            entry.off(word);
        }
    }

    private @Nullable MappingBuilder entry(Fields level) {
        var entry = new MappingBuilder(level.origin());
        reference(level, PUBLIC_STRATEGY, PUBLIC, entry);
        reference(level, PRIVATE_STRATEGY, PRIVATE, entry);
        List<String> apis = level.texts("apis");
        if (entry.isEmpty()) {
            return null;
        }
        if (apis != null) {
            List<String> patterns = patterns(level, apis);
            if (patterns.isEmpty()) {
                return null;
            }
            entry.texts("apis", patterns);
        }
        return entry;
    }

    private static List<String> patterns(Fields level, List<String> apis) {
        var patterns = new ArrayList<String>();
        for (String api : new LinkedHashSet<>(apis)) {
            try {
                patterns.add(PathPattern.parse(api).text());
            } catch (MalformedValue e) {
                level.notice("apis", "\"" + api + "\" is no path", "it is left out");
            }
        }
        return patterns;
    }

    /** Names a strategy, or says that it is off; false if nothing is written. */
    private boolean reference(Fields level, String field, String word, MappingBuilder entry) {
        if (!level.has(field)) {
            return false;
        }
        String name = level.text(field);
        if (name == null || name.isEmpty()) {
            entry.off(word);
            return true;
        }
        if (!isOn(general, name)) {
            if (general.raw(name) == null) {
                level.notice(field, "no strategy is called " + name, "as in SOAJS, nothing is counted");
            }
            entry.off(word);
        } else {
            entry.text(word, name(name));
        }
        return true;
    }

    private List<String> known(Fields level) {
        var known = new ArrayList<String>();
        for (String service : level.names()) {
            if (level.raw(service) != null && deployed.has(service)) {
                known.add(service);
            } else if (level.raw(service) != null) {
                level.notice(service, "throttling of a service that does not run here", "it is left out");
            }
        }
        return known;
    }

    /** Those that are on: fixed windows for a tenant, or for each address of a tenant. */
    private static MappingBuilder strategies(Fields throttling) {
        var strategies = new MappingBuilder(throttling.origin());
        for (String name : throttling.names()) {
            if (isOn(throttling, name)) {
                strategies.put(name(name), strategy(throttling.objectOrEmpty(name)));
            }
        }
        return strategies;
    }

    /** Whether there is such a strategy, and it is not switched off. */
    private static boolean isOn(Fields throttling, String name) {
        return throttling.raw(name) instanceof Map<?, ?>
                && !(throttling.objectOrEmpty(name).has("status")
                        && !throttling.objectOrEmpty(name).flag("status"));
    }

    /** What the strategy is called here, where off and null mean something else. */
    private static String name(String theirs) {
        return theirs.equals("off") || theirs.equals("null") ? "soajs-" + theirs : theirs;
    }

    private static MappingBuilder strategy(Fields theirs) {
        Long type = theirs.whole("type");
        var strategy = new MappingBuilder(theirs.origin())
                .text("algorithm", "fixed-window")
                .text("per", type != null && type == EACH_ADDRESS ? "tenant-and-address" : "tenant")
                .number("limit", theirs.whole("limit"));
        Long window = theirs.whole("window");
        if (window != null) {
            strategy.text("window", window + "ms");
        }
        waiting(theirs, strategy);
        return strategy;
    }

    private static void waiting(Fields theirs, MappingBuilder strategy) {
        Long retries = theirs.whole("retries");
        Long delay = theirs.whole("delay");
        if (retries == null || retries <= 0 || delay == null || delay <= 0) {
            return;
        }
        if (retries > MOST_RETRIES) {
            theirs.notice("retries", retries + " retries", "a request waits " + MOST_RETRIES + " times at most");
        }
        strategy.number("retries", Math.min(retries, MOST_RETRIES)).text("delay", delay + "ms");
    }
}
