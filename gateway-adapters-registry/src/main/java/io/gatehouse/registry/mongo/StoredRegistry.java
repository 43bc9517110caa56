package io.gatehouse.registry.mongo;

import com.mongodb.MongoException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import io.gatehouse.domain.registry.RegistryUnavailable;
import io.gatehouse.registry.bson.StoreReadFailure;
import io.gatehouse.registry.bson.StoredDocuments;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.bson.BsonSerializationException;
import org.bson.Document;
import org.bson.RawBsonDocument;
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
                .find(com.mongodb.client.model.Filters.eq("_id", Generations.CURRENT))
                .first();
    }

    /** Whether nothing has been imported yet. */
    boolean isEmpty() throws RegistryUnavailable {
        try {
            return current() == null;
        } catch (MongoException | BsonSerializationException | ClassCastException e) {
            throw away(e);
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
            throw away(e);
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
                    demandAll(before, content);
                    return content;
                }
            }
            throw RegistryUnavailable.forNow(description + ": imported again and again while it is read", null);
        } catch (MongoException | BsonSerializationException | ClassCastException e) {
            throw away(e);
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
        var all = new LinkedHashMap<String, List<RawBsonDocument>>();
        for (String kind : Kinds.ALL) {
            all.put(
                    kind,
                    database.getCollection(kind, RawBsonDocument.class)
                            .find(Generations.in(generation))
                            .sort(new Document("_id", 1))
                            .into(new ArrayList<>()));
        }
        return new StoredDocuments(all);
    }

    /** A database that was restored in part, say, has fewer documents than were imported. */
    private void demandAll(Document current, Content content) throws RegistryUnavailable {
        if (!(current.get(Generations.COUNTS) instanceof Document counts)) {
            return;
        }
        for (String kind : Kinds.ALL) {
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

    private RegistryUnavailable away(RuntimeException e) {
        return RegistryUnavailable.forNow(description + ": cannot be read: " + StoreReadFailure.reason(e), e);
    }
}
