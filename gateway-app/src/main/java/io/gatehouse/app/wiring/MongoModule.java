package io.gatehouse.app.wiring;

import com.google.inject.AbstractModule;
import io.gatehouse.mongodb.MongoConnections;

/** Connections to MongoDB, which the registry may have been read through already: none before somebody asks for a database. */
final class MongoModule extends AbstractModule {

    private final MongoConnections connections;

    MongoModule(MongoConnections connections) {
        this.connections = connections;
    }

    @Override
    protected void configure() {
        bind(MongoConnections.class).toInstance(connections);
    }
}
