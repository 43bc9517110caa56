package io.gatehouse.throttle.mongo.store;

import com.mongodb.MongoException;
import io.gatehouse.domain.quota.QuotaStoreListener;
import io.gatehouse.domain.time.GatewayClock;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import org.bson.BSONException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Every question to the store: within a deadline, behind the breaker, counted. Never throws. Safe for concurrent use. */
public final class GuardedStore {

    private static final Logger LOG = LoggerFactory.getLogger(GuardedStore.class);

    private final GatewayClock clock;
    private final Duration patience;
    private final QuotaStoreListener listener;
    private final Breaker breaker;
    private final LongAdder calls = new LongAdder();
    private final LongAdder failures = new LongAdder();

    /**
     * Asks within a deadline.
     *
     * @param patience how long a request waits for its answer
     */
    public GuardedStore(GatewayClock clock, Duration patience, QuotaStoreListener listener) {
        this.clock = clock;
        this.patience = patience;
        this.listener = listener;
        this.breaker = new Breaker(clock, listener);
    }

    /** Whether the store is not asked for requests. */
    public boolean isOut() {
        return breaker.mode().out();
    }

    /** How long a request waits for its answer. */
    public long patienceMillis() {
        return patience.toMillis();
    }

    /** Asks for a request; null if the store is out or does not answer. */
    public <T> @Nullable T ask(Function<Deadline, T> question) {
        return isOut() ? null : attempt(patience, question, breaker::failed);
    }

    /** Asks off the requests' path, also in an outage, which an answer ends; false if there is none. */
    boolean trial(Duration patience, Function<Deadline, Boolean> question) {
        boolean answered = attempt(patience, question, breaker::trialFailed) != null;
        if (answered) {
            breaker.recovered();
        }
        return answered;
    }

    /** How the store fares. */
    StoreState state(int nodes) {
        Breaker.Mode mode = breaker.mode();
        return new StoreState(mode.out(), mode.sinceMillis(), calls.sum(), failures.sum(), nodes);
    }

    private <T> @Nullable T attempt(Duration patience, Function<Deadline, T> question, Runnable failed) {
        long begun = clock.nanoTime();
        calls.increment();
        try {
            T answer = question.apply(new Deadline(clock, patience));
            breaker.answered();
            listener.asked(clock.nanoTime() - begun, true);
            return answer;
        } catch (MongoException | StoreFailure | BSONException | ClassCastException | IllegalStateException failure) {
            // The last one is what the driver throws once its client is closed.
            LOG.debug("The throttling store failed", failure);
            failures.increment();
            failed.run();
            listener.asked(clock.nanoTime() - begun, false);
            return null;
        }
    }
}
