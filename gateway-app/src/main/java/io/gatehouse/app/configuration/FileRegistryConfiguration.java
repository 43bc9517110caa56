package io.gatehouse.app.configuration;

import io.gatehouse.domain.document.Default;
import io.gatehouse.domain.document.Described;
import io.gatehouse.domain.document.FilePath;

/** A registry in files. */
public record FileRegistryConfiguration(
        @Described("A directory, or one file.") @Default("registry")
        FilePath path,

        @Described("Whether changes are loaded while running.") @Default("true")
        boolean watch) {}
