package io.gatehouse.throttle.shared;

import io.gatehouse.domain.quota.CounterStoreException;
import io.gatehouse.domain.quota.QuotaStoreListener;
import io.gatehouse.domain.time.GatewayClock;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Every question to the store: within a deadline, behind the breaker, counted. Never throws. Safe for concurrent use. */
final class GuardedStore {

    private static final Logger LOG = LoggerFactory.getLogger(GuardedStore.class);

    private final GatewayClock clock;
    private final Duration timeout;
    private final QuotaStoreListener listener;
    private final Breaker breaker;
    private final LongAdder calls = new LongAdder();
    private final LongAdder failures = new LongAdder();

    /**
     * Asks within a deadline.
     *
     * @param timeout how long a request waits for its response
     */
    GuardedStore(GatewayClock clock, Duration timeout, QuotaStoreListener listener) {
        this.clock = clock;
        this.timeout = timeout;
        this.listener = listener;
        this.breaker = new Breaker(clock, listener);
    }

    /** Whether the store is not asked for requests. */
    boolean isOut() {
        return breaker.mode().out();
    }

    /** How long a request waits for its response. */
    long timeoutMillis() {
        return timeout.toMillis();
    }

    /** Asks for a request; null if the store is out or does not answer. */
    <T> @Nullable T ask(Function<Deadline, T> question) {
        return isOut() ? null : attempt(timeout, question, breaker::failed);
    }

    /** Asks off the requests' path, also in an outage, which a response ends; false if there is none. */
    boolean trial(Duration timeout, Function<Deadline, Boolean> question) {
        boolean answered = attempt(timeout, question, breaker::trialFailed) != null;
        if (answered) {
            breaker.recovered();
        }
        return answered;
    }

    /** The state of the store. */
    SharedLedger.StoreState state(int processes) {
        Breaker.Mode mode = breaker.mode();
        return new SharedLedger.StoreState(mode.out(), mode.sinceMillis(), calls.sum(), failures.sum(), processes);
    }

    /** An adapter that throws what its port does not declare fails as well: a request must get its decision. */
    private <T> @Nullable T attempt(Duration timeout, Function<Deadline, T> question, Runnable failed) {
        long begun = clock.nanoTime();
        calls.increment();
        try {
            T result = question.apply(new Deadline(clock, timeout));
            breaker.answered();
            listener.asked(clock.nanoTime() - begun, true);
            return result;
        } catch (CounterStoreException failure) {
            LOG.debug("The throttling store failed", failure);
        } catch (RuntimeException undeclared) {
            LOG.warn("The throttling store failed in a way that its port does not allow", undeclared);
        }
        failures.increment();
        failed.run();
        listener.asked(clock.nanoTime() - begun, false);
        return null;
    }

    /** When a response of the store is of no use any more; the same for all operations that one question takes. */
    static final class Deadline {

        private static final Duration LEAST = Duration.ofMillis(1);

        private final GatewayClock clock;
        private final long endNanos;

        Deadline(GatewayClock clock, Duration timeout) {
            this.clock = clock;
            this.endNanos = clock.nanoTime() + timeout.toNanos();
        }

        /** What is left for the next operation, at least 1 ms. */
        Duration left() {
            long nanos = endNanos - clock.nanoTime();
            return nanos < LEAST.toNanos() ? LEAST : Duration.ofNanos(nanos);
        }

        boolean isOver() {
            return endNanos - clock.nanoTime() <= 0;
        }
    }
}
