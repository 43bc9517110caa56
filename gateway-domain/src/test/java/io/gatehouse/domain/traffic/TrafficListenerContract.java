package io.gatehouse.domain.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.gatehouse.configuration.Origin;
import io.gatehouse.domain.rejection.Rejection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * What every {@link TrafficListener} must do: take whatever comes from any thread, never throw, return at once also when
 * whatever it passes exchanges on to does not take any, and bound what it keeps meanwhile.
 *
 * <p>An adapter's test extends this. Listeners that pass exchanges on say so by {@link #stalled}.
 */
public abstract class TrafficListenerContract {

    /** How many exchanges are reported to a listener that cannot pass them on: more than any may keep. */
    private static final int FLOOD = 200_000;

    /** How long that many may take in all, with much patience for a busy machine: half a millisecond each. */
    private static final Duration PATIENCE = Duration.ofSeconds(100);

    private static final int THREADS = 4;

    /** A listener that can do its work. */
    protected abstract TrafficListener listener() throws Exception;

    /**
     * A listener whose receiver (a stream, a server, a store) takes nothing and never says so; it is not released before
     * {@link #kept} has been asked. A listener that passes nothing on returns the same as {@link #listener}.
     */
    protected abstract TrafficListener stalled() throws Exception;

    /** How many exchanges the listener of {@link #stalled} holds now. */
    protected abstract long kept();

    /** The most exchanges that it may hold. */
    protected abstract long mostKept();

    @Test
    void takesWhateverHasHappened() throws Exception {
        TrafficListener listener = listener();
        for (ExchangeRecord exchange : exchanges()) {
            assertThatCode(() -> listener.ended(exchange)).as("%s", exchange).doesNotThrowAnyException();
        }
    }

    @Test
    void takesThemFromAnyThread() throws Exception {
        report(listener(), 10_000);
    }

    @Test
    void neitherBlocksNorGrowsWhenNobodyTakesThem() throws Exception {
        TrafficListener listener = stalled();
        report(listener, FLOOD);
        assertThat(kept()).as("exchanges that are held").isLessThanOrEqualTo(mostKept());
        assertThatCode(() -> listener.ended(TestExchanges.get("/", 200))).doesNotThrowAnyException();
    }

    private static void report(TrafficListener listener, int count) throws Exception {
        List<ExchangeRecord> exchanges = exchanges();
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            Callable<Void> work = () -> {
                for (int i = 0; i < count / THREADS; i++) {
                    listener.ended(exchanges.get(i % exchanges.size()));
                }
                return null;
            };
            List<Callable<Void>> works = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                works.add(work);
            }
            for (Future<Void> done : threads.invokeAll(works, PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                assertThat(done.isCancelled())
                        .as("%d exchanges took longer than %s", count, PATIENCE)
                        .isFalse();
                done.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /** Exchanges of every kind, hostile ones among them. */
    private static List<ExchangeRecord> exchanges() {
        String hostile = "\u0000\n\"\\\ud800=,;\u2028" + "x".repeat(5_000);
        var exchanges = new ArrayList<ExchangeRecord>();
        exchanges.add(TestExchanges.whole("/shop/v1/items"));
        exchanges.add(TestExchanges.get("", 499));
        exchanges.add(TestExchanges.get(hostile, 200));
        exchanges.add(TestExchanges.by(TestExchanges.get("/", 400), "BREW"));
        exchanges.add(TestExchanges.at(TestExchanges.get("/", 200), 0, 0));
        exchanges.add(TestExchanges.at(TestExchanges.get("/", 200), Long.MAX_VALUE, Long.MAX_VALUE));
        exchanges.add(TestExchanges.calledBy(
                TestExchanges.get("/", 200), new ExchangeRecord.CalledBy(null, null, null, null, hostile)));
        exchanges.add(new ExchangeRecord(
                hostile,
                -1,
                -1,
                new ExchangeRecord.Asked(hostile, hostile, hostile, hostile, hostile, hostile),
                new ExchangeRecord.Matched(hostile, hostile, hostile),
                new ExchangeRecord.CalledBy(hostile, hostile, hostile, hostile, hostile),
                new ExchangeRecord.Decided(Rejection.INTERNAL_ERROR, hostile, Origin.of(hostile), hostile, List.of()),
                0,
                Long.MAX_VALUE,
                Long.MAX_VALUE,
                new ExchangeRecord.Forwarded(
                        hostile, Long.MAX_VALUE, Integer.MAX_VALUE, hostile, List.of(), true, true),
                "",
                ExchangeRecord.Details.NONE));
        for (Rejection rejection : Rejection.values()) {
            exchanges.add(TestExchanges.refused(TestExchanges.get("/", rejection.status()), rejection));
        }
        return exchanges;
    }
}
