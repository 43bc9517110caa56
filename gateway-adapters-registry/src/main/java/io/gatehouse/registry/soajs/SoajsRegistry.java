package io.gatehouse.registry.soajs;

import com.mongodb.client.MongoDatabase;
import io.gatehouse.domain.registry.RegistrySource;
import io.gatehouse.domain.registry.RegistryTree;
import io.gatehouse.domain.registry.RegistryUnavailable;
import io.gatehouse.domain.registry.SourceDetails;
import java.time.Duration;
import java.util.Map;

/** The registry in the core database of a SOAJS installation. Nothing is written there, but for services that register, by option. */
public final class SoajsRegistry {

    private static final Duration DEADLINE = Duration.ofSeconds(10);

    private final RegistrySource source;

    /**
     * The installation in this database, as its gateway of one environment sees it.
     *
     * @param environment the environment's code, in any case
     * @param variables of which {@code SOAJS_DEPLOY_HA} names who is asked where versions run
     */
    SoajsRegistry(
            SoajsRegistrySettings settings, MongoDatabase database, String environment, Map<String, String> variables) {
        this.source = new SoajsRegistrySource(
                new CoreDatabase(database, environment, settings.registrations(), DEADLINE),
                environment,
                InstallationSettings.of(settings, database, environment, variables, DEADLINE));
    }

    /** The source that gateways read. */
    public RegistrySource source() {
        return source;
    }

    /** A SOAJS installation as trees of our configuration. */
    private static final class SoajsRegistrySource implements RegistrySource {

        private final CoreDatabase database;
        private final String environment;
        private final InstallationSettings settings;

        SoajsRegistrySource(CoreDatabase database, String environment, InstallationSettings settings) {
            this.database = database;
            this.environment = environment;
            this.settings = settings;
        }

        @Override
        public RegistryTree read() throws RegistryUnavailable {
            CoreDatabase.Content content = database.read();
            return new Translation(content, environment, settings).tree(database.description(), content.mark());
        }

        @Override
        public SourceDetails details(byte[] kept) throws RegistryUnavailable {
            CoreDatabase.Content content = CoreDatabase.Content.of(kept);
            return new Translation(content, environment, settings)
                    .tree(database.description(), content.mark())
                    .details();
        }

        @Override
        public String mark() throws RegistryUnavailable {
            return database.mark();
        }
    }
}
