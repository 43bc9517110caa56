package io.gatehouse.registry.soajs;

import com.mongodb.client.MongoDatabase;
import io.gatehouse.configuration.Secret;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bson.Document;

/** A small SOAJS installation: one service, one product, one tenant. Documents can be changed before it is used. */
final class SampleInstallation {

    private final Map<String, List<Document>> collections = new LinkedHashMap<>();

    SampleInstallation() {
        put("environment", """
                {_id: "env-dev", code: "DEV", services: {controller: {name: "gateway"}, config: {
                  awareness: {healthCheckInterval: 2000}, ports: {controller: 4000, maintenanceInc: 1000},
                  oauth: {type: 0, algorithms: ["HS256"], audience: "shop"},
                  throttling: {publicAPIStrategy: "default", privateAPIStrategy: "heavy",
                    default: {status: 1, type: 1, window: 60000, limit: 50, retries: 2, delay: 1000},
                    heavy: {status: 1, type: 0, window: 60000, limit: 500}}}}}""");
        put("marketplace", """
                {_id: "orders", type: "service", name: "orders", configuration: {port: 4010, requestTimeout: 20},
                  versions: [{version: "1", extKeyRequired: true, oauth: true}]}""");
        put("hosts", "{_id: 1, env: 'dev', name: 'orders', ip: '127.0.0.1', version: '1'}");
        put("products", """
                {_id: "shop", code: "SHOP", packages: [
                  {code: "SHOP_BASIC", acl: {dev: {orders: {"1": {access: false}}}}}]}""");
        put("tenants", """
                {_id: "acme", code: "ACME", name: "Acme", oauth: {secret: "a-secret-of-at-least-32-bytes-for-tests"},
                  applications: [{product: "SHOP", package: "SHOP_BASIC", appId: "app", keys: [
                    {key: "internal", extKeys: [{extKey: "the-key", env: "DEV", device: null, geo: null, expDate: null}]}]}]}""");
    }

    /** What reads an installation in this database, without options. */
    static SoajsRegistry registry(MongoDatabase database, String environment) {
        var settings = new SoajsRegistrySettings(
                Secret.parse("mongodb://localhost"),
                database.getName(),
                null,
                List.of(),
                List.of(),
                null,
                Duration.ofSeconds(30));
        return new SoajsRegistry(settings, database, environment, Map.of());
    }

    /** Makes a collection hold just these documents, given as JSON. */
    SampleInstallation put(String collection, String... documents) {
        collections.put(collection, Stream.of(documents).map(Document::parse).toList());
        return this;
    }

    /** The first document of a collection, to be changed. */
    Document first(String collection) {
        return collections.getOrDefault(collection, List.of()).get(0);
    }

    /** As the adapter reads it. */
    CoreDatabase.Content content() {
        return new CoreDatabase.Content("mark", collections);
    }

    /** Writes it into a database. */
    void into(MongoDatabase database) {
        collections.forEach((name, documents) -> {
            database.getCollection(name).deleteMany(new Document());
            database.getCollection(name).insertMany(documents);
        });
    }
}
