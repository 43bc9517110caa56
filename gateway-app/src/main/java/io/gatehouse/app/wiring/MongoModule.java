package io.gatehouse.app.wiring;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import io.gatehouse.app.mongo.MongoConnections;

/** Connections to MongoDB: none before somebody asks for a database. */
final class MongoModule extends AbstractModule {

    @Provides
    @Singleton
    static MongoConnections connections() {
        return new MongoConnections();
    }
}
