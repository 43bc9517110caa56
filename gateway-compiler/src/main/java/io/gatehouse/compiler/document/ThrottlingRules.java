package io.gatehouse.compiler.document;

import io.gatehouse.compiler.document.BoundRegistry.LevelLocation;
import io.gatehouse.compiler.document.ThrottlingDocument.ThrottlingLevelDocument;
import io.gatehouse.configuration.Notice;
import io.gatehouse.configuration.Problems;
import io.gatehouse.configuration.Setting;
import io.gatehouse.configuration.Sourced;
import java.util.HashSet;
import java.util.Set;
import java.util.function.BiConsumer;

/** The rules of throttling: it names strategies and services that exist, and all strategies. */
final class ThrottlingRules {

    private ThrottlingRules() {}

    /** Throttling may only name strategies and services that exist. */
    static void namesExist(BoundRegistry bound, Problems problems) {
        if (!bound.brokenPolicy()) {
            forEachGeneral(bound, (path, named) -> strategy(bound, path, named, problems));
            edgeIsFixed(bound.documents().policy().throttling(), problems);
        }
        for (LevelLocation location : LevelLocation.all(bound)) {
            bound.checkService(location.service(), location.origin(), location.path(), problems);
            ThrottlingLevelDocument entry = location.entry();
            if (entry != null && !bound.brokenPolicy()) {
                strategy(bound, location.path() + ".public", entry.publicApis(), problems);
                strategy(bound, location.path() + ".private", entry.privateApis(), problems);
            }
        }
    }

    private static void strategy(BoundRegistry bound, String path, Setting<Sourced<String>> named, Problems problems) {
        Set<String> known = bound.documents().policy().throttling().strategies().keySet();
        if (named instanceof Setting.Value<Sourced<String>> set
                && !known.contains(set.value().value())) {
            String name = set.value().value();
            problems.add(set.value().origin(), path, '"' + name + '"', DocumentRule.oneOf(known, name));
        }
    }

    /** Whom nobody has identified yet may still be refused, so nothing can be learned there from what is accepted. */
    private static void edgeIsFixed(ThrottlingDocument throttling, Problems problems) {
        if (throttling.edge() instanceof Setting.Value<Sourced<String>> set) {
            String name = set.value().value();
            StrategyDocument strategy = throttling.strategies().get(name);
            if (strategy != null && strategy.adaptive() != null) {
                problems.add(set.value().origin(), "throttling.edge", '"' + name + '"', "a strategy without adaptive");
            }
        }
    }

    /** Warns of throttling strategies that limit nobody, as nothing names them. */
    static void strategiesAreUsed(BoundRegistry bound, Problems problems) {
        var strategies = bound.documents().policy().throttling().strategies();
        if (strategies.isEmpty()) {
            return;
        }
        Set<String> used = new HashSet<>();
        forEachGeneral(bound, (path, named) -> add(named, used));
        for (LevelLocation location : LevelLocation.all(bound)) {
            ThrottlingLevelDocument entry = location.entry();
            if (entry != null) {
                add(entry.publicApis(), used);
                add(entry.privateApis(), used);
            }
        }
        strategies.forEach((name, strategy) -> {
            if (!used.contains(name)) {
                problems.warn(new Notice(
                        strategy.origin(),
                        "throttling.strategies." + name,
                        "a strategy that nothing names",
                        "it limits nobody"));
            }
        });
    }

    /** What the gateway and packages name for all services. */
    private static void forEachGeneral(BoundRegistry bound, BiConsumer<String, Setting<Sourced<String>>> check) {
        ThrottlingDocument throttling = bound.documents().policy().throttling();
        check.accept("throttling.edge", throttling.edge());
        check.accept("throttling.public", throttling.publicApis());
        check.accept("throttling.private", throttling.privateApis());
        bound.forEachPackageThrottling((path, written) -> {
            check.accept(path + ".public", written.publicApis());
            check.accept(path + ".private", written.privateApis());
        });
    }

    private static void add(Setting<Sourced<String>> named, Set<String> used) {
        if (named instanceof Setting.Value<Sourced<String>> set) {
            used.add(set.value().value());
        }
    }
}
