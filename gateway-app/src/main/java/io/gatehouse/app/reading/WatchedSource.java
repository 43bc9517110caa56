package io.gatehouse.app.reading;

import io.gatehouse.app.plugin.AdaptersInUse;
import io.gatehouse.domain.registry.RegistrySource;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A source of registries, and how changes are noticed.
 *
 * @param source the source
 * @param lookEvery how often it is asked for its mark; null for never
 * @param settles whether it may be seen half changed, so that a change counts only once two looks have seen the same
 */
public record WatchedSource(RegistrySource source, @Nullable Duration lookEvery, boolean settles) {

    private static final Duration LOOK_AT_GIVEN = Duration.ofSeconds(1);

    /** A source that an adapter has made. */
    static WatchedSource of(AdaptersInUse.Source made) {
        RegistrySource source = (RegistrySource) made.port();
        return made.polling()
                .map(polling -> new WatchedSource(source, polling.every(), polling.settles()))
                .orElseGet(() -> given(source));
    }

    /** A source that an embedding program has given; it says by its mark whether it ever changes. */
    static WatchedSource given(RegistrySource source) {
        return new WatchedSource(source, LOOK_AT_GIVEN, false);
    }
}
