package io.gatehouse.app.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import io.gatehouse.app.startup.Gatehouse;
import io.gatehouse.app.startup.GatehouseConfiguration;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HttpString;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bson.Document;

/**
 * An installation of SOAJS in stores that speak MongoDB's protocol: tenants, users with groups and packages, several environments, and
 * services that answer with what they are told. And a gateway in front of it.
 */
public final class SoajsUsers implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SETTINGS = """
            environment: dev
            listen: { address: 127.0.0.1:0 }
            admin: { address: 127.0.0.1:0 }
            access-log: { format: off }
            shutdown: { grace: 2s }
            errors: { format: soajs }
            registry: { source: soajs, soajs: { uri: "%1$s", poll-interval: 50ms%2$s }%3$s }
            token-store: { mongo: { uri: "%1$s", database: core_provision, deadline: 20s } }
            """;

    private final EmulatedStore store = new EmulatedStore();
    private final Backend backend = Backend.start("services", SoajsUsers::tell);
    private final Backend lost = Backend.start("lost");
    private final MongoClient client = MongoClients.create(store.uri());

    public SoajsUsers() {
        lost.sick(true);
        load("core_provision", Document.parse(CoreDump.text("users/core.json")));
        Document urac = Document.parse(CoreDump.text("users/urac.json"));
        urac.forEach((database, content) -> load(database, (Document) content));
        int port = URI.create(backend.url()).getPort();
        update("hosts", "name", "lost", "port", URI.create(lost.url()).getPort());
        client.getDatabase("core_provision")
                .getCollection("hosts")
                .updateMany(Filters.ne("name", "lost"), Updates.set("port", port));
        update("environment", "code", "STG", "port", port);
        update("marketplace", "name", "maps", "src.url", backend.url());
    }

    private void load(String database, Document content) {
        content.forEach((collection, documents) -> {
            var list = content.getList(collection, Document.class);
            if (!list.isEmpty()) {
                client.getDatabase(database).getCollection(collection).insertMany(list);
            }
        });
    }

    /** Sets a field of the documents of the core database that have this one. */
    public void update(String collection, String field, Object value, String changed, Object to) {
        client.getDatabase("core_provision")
                .getCollection(collection)
                .updateMany(Filters.eq(field, value), Updates.set(changed, to));
    }

    public MongoClient client() {
        return client;
    }

    EmulatedStore store() {
        return store;
    }

    Backend lost() {
        return lost;
    }

    int port() {
        return URI.create(backend.url()).getPort();
    }

    /** A gateway with further settings of the source, each after a comma. */
    public Gatehouse gateway(String more) {
        return gateway(more, "");
    }

    private Gatehouse gateway(String more, String ofRegistry) {
        return Gatehouse.start(GatehouseConfiguration.parse(SETTINGS.formatted(store.uri(), more, ofRegistry)));
    }

    /** A gateway that keeps its registry in this file. */
    Gatehouse keeping(Path file) {
        return gateway("", ", last-good: " + file);
    }

    private static void tell(HttpServerExchange exchange) throws Exception {
        Map<String, Object> told = new LinkedHashMap<>();
        String query = exchange.getQueryString();
        told.put("url", exchange.getRequestURI() + (query.isEmpty() ? "" : "?" + query));
        for (String name : new String[] {"soajsinjectobj", "key", "access_token", "soajs_roaming"}) {
            told.put(name, exchange.getRequestHeaders().getFirst(HttpString.tryFromString(name)));
        }
        exchange.getResponseSender().send(JSON.writeValueAsString(told));
    }

    public static JsonNode json(String text) throws Exception {
        return JSON.readTree(text);
    }

    @Override
    public void close() {
        client.close();
        backend.close();
        lost.close();
        store.close();
    }
}
