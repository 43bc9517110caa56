package io.gatehouse.registry.mongo;

import com.mongodb.MongoException;
import com.mongodb.client.MongoChangeStreamCursor;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.changestream.ChangeStreamDocument;
import io.gatehouse.domain.registry.RegistrySource;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens to a change stream, on a thread of its own, and takes every event for a hint, whatever it says. A server without change
 * streams, one that stands alone for example, gives none and is asked again every minute.
 */
final class ChangeHints implements RegistrySource.Hints {

    private static final Logger LOG = LoggerFactory.getLogger(ChangeHints.class);
    private static final long AWAIT_SECONDS = 1;
    private static final Duration PAUSE = Duration.ofMinutes(1);

    private final MongoCollection<Document> collection;
    private final Runnable changed;
    private final CountDownLatch closed = new CountDownLatch(1);

    private ChangeHints(MongoCollection<Document> collection, Runnable changed) {
        this.collection = collection;
        this.changed = changed;
    }

    static ChangeHints open(MongoCollection<Document> collection, Runnable changed) {
        var hints = new ChangeHints(collection, changed);
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
        try (MongoChangeStreamCursor<ChangeStreamDocument<Document>> events =
                collection.watch().maxAwaitTime(AWAIT_SECONDS, TimeUnit.SECONDS).cursor()) {
            changed.run();
            while (closed.getCount() > 0) {
                if (events.tryNext() != null) {
                    changed.run();
                }
            }
        } catch (MongoException | IllegalStateException e) {
            LOG.debug("no hints from the store, it is looked at from time to time: {}", e.toString());
        }
    }

    /** Returns at once; the thread ends within a second or so. */
    @Override
    public void close() {
        closed.countDown();
    }
}
