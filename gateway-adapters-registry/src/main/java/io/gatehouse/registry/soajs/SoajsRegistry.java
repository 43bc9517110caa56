package io.gatehouse.registry.soajs;

import com.mongodb.client.MongoDatabase;
import io.gatehouse.domain.registry.RegistrySource;
import io.gatehouse.domain.registry.RegistryTree;
import io.gatehouse.domain.registry.RegistryUnavailable;
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

    /** A SOAJS installation as trees of our configuration. */
    private static final class SoajsRegistrySource implements RegistrySource {

        private final CoreDatabase database;
        private final String environment;

        SoajsRegistrySource(CoreDatabase database, String environment) {
            this.database = database;
            this.environment = environment;
        }

        @Override
        public RegistryTree read() throws RegistryUnavailable {
            CoreDatabase.Content content = database.read();
            return new Translation(content, environment).tree(database.description(), content.mark());
        }

        @Override
        public String mark() throws RegistryUnavailable {
            return database.mark();
        }
    }
}
