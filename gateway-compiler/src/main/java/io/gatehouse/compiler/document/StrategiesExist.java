package io.gatehouse.compiler.document;

import io.gatehouse.configuration.Problems;
import io.gatehouse.configuration.Setting;
import io.gatehouse.configuration.Sourced;
import io.gatehouse.configuration.Suggestion;
import java.util.Set;

/** Throttling may only name strategies and services that exist. */
final class StrategiesExist implements DocumentRule {

    @Override
    public void check(BoundRegistry bound, Problems problems) {
        ThrottlingDocument throttling = bound.documents().policy().throttling();
        if (!bound.brokenPolicy()) {
            strategy("throttling.edge", throttling.edge(), throttling, problems);
            strategy("throttling.public", throttling.publicApis(), throttling, problems);
            strategy("throttling.private", throttling.privateApis(), throttling, problems);
        }
        for (LevelLocation place : LevelLocation.all(bound)) {
            service(place, bound, problems);
            ThrottlingLevelDocument entry = place.entry();
            if (entry != null && !bound.brokenPolicy()) {
                strategy(place.path() + ".public", entry.publicApis(), throttling, problems);
                strategy(place.path() + ".private", entry.privateApis(), throttling, problems);
            }
        }
    }

    private static void strategy(
            String path, Setting<Sourced<String>> named, ThrottlingDocument throttling, Problems problems) {
        if (named instanceof Setting.Value<Sourced<String>> set
                && !throttling.strategies().containsKey(set.value().value())) {
            String name = set.value().value();
            Set<String> known = throttling.strategies().keySet();
            String expected = "one of " + Choices.of(known) + Suggestion.hint(name, known);
            problems.add(set.value().origin(), path, '"' + name + '"', expected);
        }
    }

    private static void service(LevelLocation place, BoundRegistry bound, Problems problems) {
        if (!bound.declaresService(place.service())) {
            Set<String> known = bound.documents().services().keySet();
            String expected = "one of " + Choices.of(known) + Suggestion.hint(place.service(), known);
            problems.add(place.origin(), place.path(), "unknown service", expected);
        }
    }
}
