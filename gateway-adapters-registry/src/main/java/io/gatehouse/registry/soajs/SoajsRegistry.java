package io.gatehouse.registry.soajs;

import com.mongodb.client.MongoDatabase;
import io.gatehouse.domain.registry.RegistrySource;
import java.time.Duration;

/** The registry in the core database of a SOAJS installation. Nothing is ever written there. */
public final class SoajsRegistry {

    private static final Duration DEADLINE = Duration.ofSeconds(10);

    private final RegistrySource source;

    /**
     * The installation in this database, as its gateway of one environment sees it.
     *
     * @param environment the environment's code, in any case
     */
    public SoajsRegistry(MongoDatabase database, String environment) {
        this.source = new SoajsRegistrySource(new CoreDatabase(database, environment, DEADLINE), environment);
    }

    /** The source that gateways read. */
    public RegistrySource source() {
        return source;
    }
}
