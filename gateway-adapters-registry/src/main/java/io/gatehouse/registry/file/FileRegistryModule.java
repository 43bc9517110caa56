package io.gatehouse.registry.file;

import com.google.inject.AbstractModule;
import io.gatehouse.domain.registry.RegistrySource;
import io.gatehouse.registry.yaml.ReadingLimits;
import java.nio.file.Path;
import java.util.Map;

/** Binds the registry source to files. */
public final class FileRegistryModule extends AbstractModule {

    private final FileRegistrySource source;

    /**
     * Reads this file or directory.
     *
     * @param environment the variables that placeholders may name, usually {@link System#getenv()}
     */
    public FileRegistryModule(Path path, Map<String, String> environment) {
        source = new FileRegistrySource(path, environment, ReadingLimits.REGISTRY);
    }

    @Override
    protected void configure() {
        bind(RegistrySource.class).toInstance(source);
    }

    /** The same source without an injector, for one-off reading. */
    public RegistrySource source() {
        return source;
    }
}
