package io.gatehouse.registry.file;

import com.google.inject.Provides;
import com.google.inject.Singleton;
import io.gatehouse.domain.registry.RegistrySource;
import io.gatehouse.plugin.AdapterModule;
import io.gatehouse.plugin.ExtensionPoint;
import io.gatehouse.plugin.ProcessEnvironment;

/** The adapter {@code registry.file}. */
public final class FileRegistryModule extends AdapterModule {

    public FileRegistryModule() {
        super(ExtensionPoint.REGISTRY_SOURCE, "file", FileRegistrySettings.class);
    }

    @Provides
    @Singleton
    static RegistrySource source(FileRegistrySettings settings, ProcessEnvironment process) {
        return new FileRegistry(settings.path().resolve(), process.variables(), settings.watch()).source();
    }
}
