package io.gatehouse.registry.mongo;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.lte;
import static com.mongodb.client.model.Updates.set;

import com.mongodb.MongoException;
import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.ReplaceOptions;
import io.gatehouse.domain.registry.RegistryUnavailable;
import io.gatehouse.registry.mongo.ImportPlan.DocumentChange;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * Writes a new generation of the registry beside the current one, then makes it current by one write.
 *
 * <p>Whatever an import that was killed has left behind belongs to no current generation; the next import removes it. Imports take
 * turns by a document that one of them holds; it is taken over when it is ten minutes old.
 */
final class RegistryImport {

    private static final String LOCK = "import";
    private static final Duration LONGEST = Duration.ofMinutes(10);
    private static final int DUPLICATE_KEY = 11000;

    private final StoredRegistry stored;
    private final String owner = UUID.randomUUID().toString();

    RegistryImport(StoredRegistry stored) {
        this.stored = stored;
    }

    /**
     * Makes these changes to the generation that they were found against.
     *
     * @param generation that one; 0 if there was none
     * @param counts how many documents of each kind there are afterwards
     */
    void apply(long generation, List<DocumentChange> changes, Map<String, Integer> counts) throws RegistryUnavailable {
        try {
            lock();
            try {
                Document current = stored.current();
                if ((current == null ? 0 : StoredRegistry.number(current)) != generation) {
                    throw changedMeanwhile();
                }
                long next = generation + 1;
                clean(generation);
                changes.forEach(change -> write(change, next));
                publish(generation, next, counts, current == null);
            } finally {
                registry().deleteOne(Filters.and(eq("_id", LOCK), eq("owner", owner)));
            }
        } catch (MongoException e) {
            throw RegistryUnavailable.forNow(
                    stored.description() + ": cannot be written: " + StoredDocuments.reason(e), e);
        }
    }

    private MongoCollection<Document> registry() {
        return stored.collection(Generations.COLLECTION);
    }

    private void lock() throws RegistryUnavailable {
        Instant stale = Instant.now().minus(LONGEST);
        registry().deleteOne(Filters.and(eq("_id", LOCK), lte("at", stale)));
        try {
            registry()
                    .insertOne(new Document("_id", LOCK).append("owner", owner).append("at", Instant.now()));
        } catch (MongoWriteException e) {
            if (e.getCode() == DUPLICATE_KEY) {
                throw RegistryUnavailable.forNow(stored.description() + ": another import is under way", e);
            }
            throw e;
        }
    }

    /** Removes what an import that did not end has left, and what no reader of the current generation sees any more. */
    private void clean(long generation) {
        for (String kind : Generations.KINDS) {
            MongoCollection<Document> documents = stored.collection(kind);
            documents.deleteMany(gt(Generations.FROM, generation));
            documents.updateMany(
                    Filters.and(gt(Generations.UNTIL, generation), Filters.lt(Generations.UNTIL, Generations.OPEN)),
                    set(Generations.UNTIL, Generations.OPEN));
            documents.deleteMany(lte(Generations.UNTIL, generation));
        }
    }

    private void write(DocumentChange change, long next) {
        MongoCollection<Document> documents = stored.collection(change.kind());
        documents.updateMany(
                Filters.and(eq(Generations.NAME, change.name()), eq(Generations.UNTIL, Generations.OPEN)),
                set(Generations.UNTIL, next));
        if (change.next() != null) {
            documents.insertOne(document(change.name(), next, BsonTree.write(change.next())));
        }
    }

    private static Document document(String name, long from, @Nullable Object content) {
        return new Document("_id", name + "@" + from)
                .append(Generations.NAME, name)
                .append(Generations.FROM, from)
                .append(Generations.UNTIL, Generations.OPEN)
                .append(Generations.CONTENT, content);
    }

    private void publish(long generation, long next, Map<String, Integer> counts, boolean isFirst)
            throws RegistryUnavailable {
        Document current = new Document("_id", Generations.CURRENT)
                .append(Generations.NUMBER, next)
                .append(Generations.COUNTS, new Document(counts))
                .append("importedAt", Instant.now());
        if (isFirst) {
            registry().insertOne(current);
            return;
        }
        var expected = Filters.and(eq("_id", Generations.CURRENT), eq(Generations.NUMBER, generation));
        if (registry().replaceOne(expected, current, new ReplaceOptions()).getMatchedCount() != 1) {
            throw changedMeanwhile();
        }
    }

    private RegistryUnavailable changedMeanwhile() {
        return RegistryUnavailable.forNow(stored.description() + ": changed by somebody else meanwhile", null);
    }
}
