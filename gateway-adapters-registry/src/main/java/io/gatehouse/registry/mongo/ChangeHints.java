package io.gatehouse.registry.mongo;

import com.mongodb.MongoException;
import com.mongodb.client.MongoChangeStreamCursor;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.changestream.ChangeStreamDocument;
import io.gatehouse.domain.registry.RegistrySource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.bson.Document;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens to the change streams of the registry's collections, on a thread of its own, and takes every event for a hint, whatever it says. A server without change
 * streams, one that stands alone for example, gives none and is asked again every minute.
 */
final class ChangeHints implements RegistrySource.Hints {

    private static final Logger LOG = LoggerFactory.getLogger(ChangeHints.class);
    private static final long AWAIT_MILLIS = 200;
    private static final Duration PAUSE = Duration.ofMinutes(1);

    /** One by one, as other parts of the gateway may keep what changes with every request in the same database. */
    private static final List<String> COLLECTIONS = Stream.concat(
                    Stream.of(Generations.COLLECTION), Generations.KINDS.stream())
            .toList();

    private final MongoDatabase database;
    private final Runnable changed;
    private final CountDownLatch closed = new CountDownLatch(1);

    private ChangeHints(MongoDatabase database, Runnable changed) {
        this.database = database;
        this.changed = changed;
    }

    static ChangeHints open(MongoDatabase database, Runnable changed) {
        var hints = new ChangeHints(database, changed);
        var thread = new Thread(hints::listen, "gatehouse-registry-changes");
        thread.setDaemon(true);
        thread.start();
        return hints;
    }

    private void listen() {
        try {
            do {
                follow();
            } while (!closed.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void follow() {
        var streams = new ArrayList<MongoChangeStreamCursor<ChangeStreamDocument<Document>>>();
        try {
            for (String name : COLLECTIONS) {
                streams.add(database.getCollection(name)
                        .watch()
                        .maxAwaitTime(AWAIT_MILLIS, TimeUnit.MILLISECONDS)
                        .cursor());
            }
            changed.run();
            while (closed.getCount() > 0) {
                streams.forEach(this::next);
            }
        } catch (MongoException | IllegalStateException e) {
            LOG.debug("no hints from the store, it is looked at from time to time: {}", e.toString());
        } finally {
            streams.forEach(MongoChangeStreamCursor::close);
        }
    }

    private void next(MongoChangeStreamCursor<ChangeStreamDocument<Document>> events) {
        if (events.tryNext() != null) {
            changed.run();
        }
    }

    /** Returns at once; the thread ends within a second or so. */
    @Override
    public void close() {
        closed.countDown();
    }
}
