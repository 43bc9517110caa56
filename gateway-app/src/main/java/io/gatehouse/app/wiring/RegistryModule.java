package io.gatehouse.app.wiring;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import io.gatehouse.domain.registry.LiveRegistry;
import io.gatehouse.domain.registry.Snapshot;

/** The registry as requests see it, beginning with the one that was read before anything else was made. */
final class RegistryModule extends AbstractModule {

    private final Snapshot first;

    RegistryModule(Snapshot first) {
        this.first = first;
    }

    @Provides
    @Singleton
    LiveRegistry live() {
        return new LiveRegistry(first);
    }
}
