package io.gatehouse.app.configuration;

import io.gatehouse.configuration.Described;
import io.gatehouse.configuration.FilePath;

/** The gateway's certificate; both files are read again when they change. */
public record TlsConfiguration(
        @Described("The certificate and those that lead to its root, as PEM.")
        FilePath certificate,

        @Described("Its private key, as PEM.") FilePath key) {}
