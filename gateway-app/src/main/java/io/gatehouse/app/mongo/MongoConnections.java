package io.gatehouse.app.mongo;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import io.gatehouse.domain.document.Secret;
import java.util.HashMap;
import java.util.Map;

/**
 * One client for each connection string, made when it is first asked for; closing this closes all. Whoever gets a database
 * sets deadlines of its own. Safe for concurrent use.
 */
public final class MongoConnections implements AutoCloseable {

    private final Map<Secret, MongoClient> clients = new HashMap<>();

    /**
     * A database. Nobody is waited for: the client looks for its servers in the background.
     *
     * @param uri the connection string
     * @param name the database's name
     * @throws IllegalArgumentException if the connection string cannot be used; the message may repeat it
     */
    public synchronized MongoDatabase database(Secret uri, String name) {
        return clients.computeIfAbsent(uri, MongoConnections::connect).getDatabase(name);
    }

    private static MongoClient connect(Secret uri) {
        return MongoClients.create(MongoClientSettings.builder()
                .applicationName("gatehouse")
                .applyConnectionString(new ConnectionString(uri.reveal()))
                .build());
    }

    @Override
    public synchronized void close() {
        clients.values().forEach(MongoClient::close);
        clients.clear();
    }
}
