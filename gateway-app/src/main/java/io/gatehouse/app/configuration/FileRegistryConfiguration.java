package io.gatehouse.app.configuration;

import io.gatehouse.configuration.Default;
import io.gatehouse.configuration.Described;
import io.gatehouse.configuration.FilePath;

/** A registry in files. */
public record FileRegistryConfiguration(
        @Described("A directory, or one file.") @Default("registry")
        FilePath path,

        @Described("Whether changes are loaded while running.") @Default("true")
        boolean watch) {}
