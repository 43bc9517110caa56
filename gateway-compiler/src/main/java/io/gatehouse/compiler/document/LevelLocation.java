package io.gatehouse.compiler.document;

import io.gatehouse.configuration.Origin;
import io.gatehouse.configuration.Setting;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What throttling says about one service at one level, and where. */
record LevelLocation(String path, String service, Setting<ThrottlingLevelDocument> level, Origin owner) {

    /** All levels that name a service: of keys, then of the gateway. */
    static List<LevelLocation> all(BoundRegistry bound) {
        List<LevelLocation> places = new ArrayList<>();
        for (KeyLocation place : bound.keys()) {
            KeyDocument key = place.key();
            if (!key.throttling().isEmpty()) {
                add(place.path() + ".throttling", key.throttling(), key.origin(), places);
            }
        }
        ThrottlingDocument throttling = bound.documents().policy().throttling();
        add("throttling.services", throttling.services(), throttling.origin(), places);
        return places;
    }

    private static void add(
            String path,
            Map<String, Setting<ThrottlingLevelDocument>> levels,
            Origin owner,
            List<LevelLocation> places) {
        levels.forEach((service, level) -> places.add(new LevelLocation(path + "." + service, service, level, owner)));
    }

    /** The entry, or null where throttling is off for the service. */
    @Nullable
    ThrottlingLevelDocument entry() {
        return level instanceof Setting.Value<ThrottlingLevelDocument> set ? set.value() : null;
    }

    /** Where the entry is written, or what it belongs to. */
    Origin origin() {
        ThrottlingLevelDocument entry = entry();
        return entry == null ? owner : entry.origin();
    }
}
