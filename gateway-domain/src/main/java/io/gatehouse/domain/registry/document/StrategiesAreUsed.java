package io.gatehouse.domain.registry.document;

import io.gatehouse.domain.document.Notice;
import io.gatehouse.domain.document.Problems;
import io.gatehouse.domain.document.Setting;
import io.gatehouse.domain.document.Sourced;
import java.util.HashSet;
import java.util.Set;

/** Warns of throttling strategies that limit nobody, as nothing names them. */
final class StrategiesAreUsed implements DocumentRule {

    @Override
    public void check(Bound bound, Problems problems) {
        ThrottlingDocument throttling = bound.documents().policy().throttling();
        if (throttling.strategies().isEmpty()) {
            return;
        }
        Set<String> used = new HashSet<>();
        add(throttling.edge(), used);
        add(throttling.publicApis(), used);
        add(throttling.privateApis(), used);
        for (LevelPlace place : LevelPlace.all(bound)) {
            ThrottlingLevelDocument entry = place.entry();
            if (entry != null) {
                add(entry.publicApis(), used);
                add(entry.privateApis(), used);
            }
        }
        throttling.strategies().forEach((name, strategy) -> {
            if (!used.contains(name)) {
                problems.warn(new Notice(
                        strategy.origin(),
                        "throttling.strategies." + name,
                        "a strategy that nothing names",
                        "it limits nobody"));
            }
        });
    }

    private static void add(Setting<Sourced<String>> named, Set<String> used) {
        if (named instanceof Setting.Value<Sourced<String>> set) {
            used.add(set.value().value());
        }
    }
}
