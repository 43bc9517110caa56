package io.gatehouse.registry.file;

import io.gatehouse.configuration.Default;
import io.gatehouse.configuration.Described;
import io.gatehouse.configuration.FilePath;

/** A registry in files. */
@Described("Files, for source file.")
public record FileRegistrySettings(
        @Described("A directory, or one file.") @Default("registry")
        FilePath path,

        @Described("Whether changes are loaded while running.") @Default("true")
        boolean watch) {}
