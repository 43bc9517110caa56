package io.gatehouse.registry.file;

import io.gatehouse.domain.registry.RegistrySource;
import io.gatehouse.domain.registry.RegistryTree;
import io.gatehouse.domain.registry.RegistryUnavailable;
import io.gatehouse.registry.yaml.ReadingLimits;
import java.nio.file.Path;
import java.util.Map;

/** The registry in files: as a source, and as it is written, to be taken elsewhere. */
public final class FileRegistry {

    private final FileRegistrySource source;

    /**
     * The registry in this file or directory.
     *
     * @param environment the variables that placeholders may name, usually {@link System#getenv()}
     */
    public FileRegistry(Path path, Map<String, String> environment) {
        this(path, environment, true);
    }

    /** The same; the flag says whether gateways are to look for changes by themselves. */
    public FileRegistry(Path path, Map<String, String> environment, boolean watched) {
        source = new FileRegistrySource(path, environment, ReadingLimits.REGISTRY, watched);
    }

    /** The source that gateways read. */
    public RegistrySource source() {
        return source;
    }

    /** What the files say, their placeholders left as they are. Blocks. */
    public RegistryTree written() throws RegistryUnavailable {
        return source.written();
    }

    /** The same as gateways read it. Blocks where placeholders name files. */
    public RegistryTree filled(RegistryTree written) {
        return source.filled(written);
    }
}
