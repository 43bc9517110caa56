package io.gatehouse.app.endtoend;

import com.mongodb.client.MongoDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.bson.Document;

/** A dump in the shape of a SOAJS core database, made for tests: several tenants, environments, and forms of access rules. */
final class CoreDump {

    private static final List<String> COLLECTIONS =
            List.of("environment", "marketplace", "hosts", "products", "tenants", "custom_registry", "resources");

    private CoreDump() {}

    /** Writes all of it into a database. */
    static void into(MongoDatabase database) {
        for (String name : COLLECTIONS) {
            Document wrapped = Document.parse("{all: " + text(name + ".json") + "}");
            database.getCollection(name).insertMany(wrapped.getList("all", Document.class));
        }
    }

    /** A file that lies beside it. */
    static String text(String name) {
        try (InputStream in = CoreDump.class.getResourceAsStream("/soajs/" + name)) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError(name, e);
        }
    }
}
