package io.gatehouse.registry.soajs;

import io.gatehouse.domain.registry.RegistrySource;
import io.gatehouse.domain.registry.RegistryTree;
import io.gatehouse.domain.registry.RegistryUnavailable;

/** A SOAJS installation as trees of our configuration. */
final class SoajsRegistrySource implements RegistrySource {

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
