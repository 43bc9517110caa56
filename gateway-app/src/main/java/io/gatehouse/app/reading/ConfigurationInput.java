package io.gatehouse.app.reading;

import io.gatehouse.app.configuration.GatewayConfiguration;
import io.gatehouse.app.configuration.RegistryConfiguration;
import io.gatehouse.configuration.Problems;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where the configuration of the process comes from. */
public sealed interface ConfigurationInput permits ConfigurationInFile, ConfigurationInText, ProgrammaticConfiguration {

    /** What it is called in messages. */
    String name();

    /** The environment variables that placeholders may name. */
    Map<String, String> environment();

    /** The configuration, or null after problems were told. */
    @Nullable
    GatewayConfiguration read(Problems problems);

    /** Where its registry is, as far as that can be made out of a configuration that has problems elsewhere. */
    @Nullable
    RegistryConfiguration registryDespiteProblems();
}
