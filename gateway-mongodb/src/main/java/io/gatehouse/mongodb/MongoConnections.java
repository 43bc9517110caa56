package io.gatehouse.mongodb;

import com.mongodb.MongoClientSettings;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import io.gatehouse.configuration.Secret;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * One client for each connection string, made when it is first asked for; closing this closes all. Whoever gets a database
 * sets deadlines of its own. Safe for concurrent use.
 */
public final class MongoConnections implements AutoCloseable {

    /** How long a command waits for a server unless the connection string says {@code serverSelectionTimeoutMS}; the driver's own is 30 s. */
    private static final Duration SERVER_SELECTION_TIMEOUT = Duration.ofSeconds(2);

    private final Map<Secret, MongoClient> clients = new ConcurrentHashMap<>();

    /**
     * A database. Nobody is waited for: the client looks for its servers in the background.
     *
     * @param uri the connection string
     * @param name the database's name
     * @throws IllegalArgumentException if the connection string is invalid, see {@link MongoUris}; the message may repeat it
     */
    public synchronized MongoDatabase database(Secret uri, String name) {
        return clients.computeIfAbsent(uri, key -> MongoClients.create(settings(key)))
                .getDatabase(name);
    }

    /**
     * Why no command can be sent to the servers of this connection string at the moment, with their names: {@code cannot reach
     * MongoDB at localhost:27017: connection refused}. Empty if one can, or if nobody has asked for a database yet. Does not block.
     */
    public Optional<String> outage(Secret uri) {
        return Optional.ofNullable(clients.get(uri)).flatMap(client -> MongoOutage.of(client.getClusterDescription()));
    }

    static MongoClientSettings settings(Secret uri) {
        return MongoClientSettings.builder()
                .applicationName("gatehouse")
                .applyToClusterSettings(cluster ->
                        cluster.serverSelectionTimeout(SERVER_SELECTION_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS))
                .dnsClient(BriefDns.OF_THE_SYSTEM)
                .applyConnectionString(MongoUris.read(uri))
                .build();
    }

    @Override
    public synchronized void close() {
        clients.values().forEach(MongoClient::close);
        clients.clear();
    }
}
