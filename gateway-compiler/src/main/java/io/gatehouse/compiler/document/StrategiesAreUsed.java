package io.gatehouse.compiler.document;

import io.gatehouse.configuration.Notice;
import io.gatehouse.configuration.Problems;
import io.gatehouse.configuration.Setting;
import io.gatehouse.configuration.Sourced;
import java.util.HashSet;
import java.util.Set;

/** Warns of throttling strategies that limit nobody, as nothing names them. */
final class StrategiesAreUsed implements DocumentRule {

    @Override
    public void check(BoundRegistry bound, Problems problems) {
        ThrottlingDocument throttling = bound.documents().policy().throttling();
        if (throttling.strategies().isEmpty()) {
            return;
        }
        Set<String> used = new HashSet<>();
        add(throttling.edge(), used);
        add(throttling.publicApis(), used);
        add(throttling.privateApis(), used);
        for (LevelLocation place : LevelLocation.all(bound)) {
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
