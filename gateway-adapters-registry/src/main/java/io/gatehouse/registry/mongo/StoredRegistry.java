package io.gatehouse.registry.mongo;

import static com.mongodb.client.model.Filters.eq;

import com.mongodb.MongoException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import io.gatehouse.domain.registry.RegistryUnavailable;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.bson.BsonSerializationException;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/** The documents of the registry in a database, a whole generation at a time. Every call blocks, but never beyond the deadline. */
final class StoredRegistry {

    private static final int TRIES = 5;

    /**
     * A generation.
     *
     * @param generation its number
     * @param mark changes whenever something has changed
     * @param documents by kind, then by name
     */
    record Content(long generation, String mark, Map<String, Map<String, Document>> documents) {}

    private final MongoDatabase database;
    private final MongoDatabase unbounded;
    private final String description;
    private final HandEdits edits;

    StoredRegistry(MongoDatabase database, Duration deadline, HandEdits edits) {
        this.unbounded = database;
        this.edits = edits;
        this.database = database.withTimeout(deadline.toMillis(), TimeUnit.MILLISECONDS);
        this.description = "mongodb " + database.getName();
    }

    String description() {
        return description;
    }

    /** The database without a deadline, to listen to. */
    MongoDatabase listening() {
        return unbounded;
    }

    MongoCollection<Document> collection(String name) {
        return database.getCollection(name);
    }

    /** The document that names the current generation; null if nothing has been imported yet. */
    @Nullable
    Document current() {
        return collection(Generations.COLLECTION)
                .find(eq("_id", Generations.CURRENT))
                .first();
    }

    /** Whether nothing has been imported yet. */
    boolean isEmpty() throws RegistryUnavailable {
        try {
            return current() == null;
        } catch (MongoException | BsonSerializationException | ClassCastException e) {
            throw unavailable(e);
        }
    }

    String mark() throws RegistryUnavailable {
        try {
            Document current = filled(current());
            if (edits.areToBeLookedFor()) {
                edits.saw(fetch(number(current)).hash());
            }
            return mark(current);
        } catch (MongoException | BsonSerializationException | ClassCastException e) {
            // So that they are looked for again when it is back, and not a minute later.
            edits.suspect();
            throw unavailable(e);
        }
    }

    /** From any thread: somebody may have changed a document. */
    void suspectEdits() {
        edits.suspect();
    }

    /** The current generation as a whole: read again if another one has become current meanwhile. */
    Content read() throws RegistryUnavailable {
        try {
            for (int i = 0; i < TRIES; i++) {
                Document before = filled(current());
                Content content = read(before);
                if (filled(current()).equals(before)) {
                    requireAll(before, content);
                    return content;
                }
            }
            throw RegistryUnavailable.forNow(description + ": imported again and again while it is read", null);
        } catch (MongoException | BsonSerializationException | ClassCastException e) {
            throw unavailable(e);
        }
    }

    private Content read(Document current) {
        long generation = number(current);
        StoredDocuments stored = fetch(generation);
        edits.saw(stored.hash());
        var all = new LinkedHashMap<String, Map<String, Document>>();
        stored.decoded().forEach((kind, documents) -> {
            var named = new LinkedHashMap<String, Document>();
            documents.forEach(document -> named.put(String.valueOf(document.get(Generations.NAME)), document));
            all.put(kind, named);
        });
        return new Content(generation, mark(current), all);
    }

    private StoredDocuments fetch(long generation) {
        return StoredDocuments.fetch(database, Generations.KINDS, Generations.in(generation));
    }

    /** A database that was restored in part, say, has fewer documents than were imported. */
    private void requireAll(Document current, Content content) throws RegistryUnavailable {
        if (!(current.get(Generations.COUNTS) instanceof Document counts)) {
            return;
        }
        for (String kind : Generations.KINDS) {
            int found = content.documents().getOrDefault(kind, Map.of()).size();
            if (counts.get(kind) instanceof Number wanted && wanted.longValue() != found) {
                throw RegistryUnavailable.forNow(
                        description + ": holds " + found + " of " + wanted + " documents in " + kind + " (generation "
                                + content.generation() + ")",
                        null);
            }
        }
    }

    private Document filled(@Nullable Document current) throws RegistryUnavailable {
        if (current == null) {
            throw RegistryUnavailable.forNow(
                    description + ": holds no registry; gatehouse registry import makes one", null);
        }
        return current;
    }

    static long number(Document current) {
        return current.get(Generations.NUMBER) instanceof Number number ? number.longValue() : 0;
    }

    private String mark(Document current) {
        return number(current) + "." + current.get(Generations.EDIT) + "." + edits.seen();
    }

    private RegistryUnavailable unavailable(RuntimeException e) {
        return RegistryUnavailable.forNow(description + ": cannot be read: " + StoredDocuments.reason(e), e);
    }
}
