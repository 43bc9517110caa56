package io.gatehouse.registry.file;

import com.google.inject.Provides;
import com.google.inject.Singleton;
import io.gatehouse.domain.registry.RegistrySource;
import io.gatehouse.plugin.AdapterModule;
import io.gatehouse.plugin.ExtensionPoint;
import io.gatehouse.plugin.ProcessEnvironment;
import io.gatehouse.plugin.SourcePolling;
import java.time.Duration;

/** The adapter {@code registry.file}. */
public final class FileRegistryModule extends AdapterModule {

    private static final Duration LOOK_AT_FILES = Duration.ofMillis(500);

    public FileRegistryModule() {
        super(ExtensionPoint.REGISTRY_SOURCE, "file", FileRegistrySettings.class);
    }

    @Provides
    @Singleton
    static RegistrySource source(FileRegistrySettings settings, ProcessEnvironment process) {
        return new FileRegistry(settings.path().resolve(), process.variables()).source();
    }

    @Provides
    static SourcePolling polling(FileRegistrySettings settings) {
        return new SourcePolling(settings.watch() ? LOOK_AT_FILES : null, true);
    }
}
