package io.example.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import io.example.traffic.Receiver.Batch;
import io.gatehouse.configuration.Secret;
import io.gatehouse.configuration.Size;
import io.gatehouse.domain.time.SystemClock;
import io.gatehouse.domain.traffic.TestExchanges;
import io.gatehouse.domain.traffic.TrafficListener;
import io.gatehouse.domain.traffic.TrafficListenerContract;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The contract of every listener, and what this one promises besides. */
class TrafficBatchesTest extends TrafficListenerContract {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final long QUEUE_BYTES = 256 * 1024;

    /** No line is shorter, with what it takes in the queue. */
    private static final long LEAST_BYTES = 100;

    private final Receiver receiver = new Receiver();
    private final List<TrafficBatches> started = new ArrayList<>();

    @AfterEach
    void close() {
        receiver.close();
        started.forEach(TrafficBatches::close);
    }

    private TrafficBatches start(int batchSize, Duration interval, Duration timeout) {
        return start(batchSize, interval, timeout, null);
    }

    private TrafficBatches start(int batchSize, Duration interval, Duration timeout, @Nullable Secret token) {
        var settings = new TrafficBatchesModule.Settings(
                receiver.url(), token, batchSize, interval, new Size(QUEUE_BYTES), timeout);
        var batches = new TrafficBatches(settings, new SystemClock());
        batches.start();
        started.add(batches);
        return batches;
    }

    private Batch arrived() throws InterruptedException {
        Batch batch = receiver.batches().poll(60, TimeUnit.SECONDS);
        assertThat(batch).as("a batch").isNotNull();
        return batch;
    }

    @Override
    protected TrafficListener listener() {
        return start(100, Duration.ofMillis(1), Duration.ofSeconds(5));
    }

    @Override
    protected TrafficListener stalled() {
        receiver.stalled();
        return start(100, Duration.ofMillis(1), HOUR);
    }

    @Override
    protected long kept() {
        return started.get(0).held();
    }

    @Override
    protected long mostKept() {
        return QUEUE_BYTES / LEAST_BYTES;
    }

    @Test
    void postsFullBatchesOfJsonLines() throws Exception {
        TrafficBatches listener = start(2, HOUR, Duration.ofSeconds(30), Secret.parse("s3cret"));
        listener.ended(TestExchanges.whole("/shop/v1/\u00e4\ud800\"\n"));
        listener.ended(TestExchanges.get("/", 200));

        Batch batch = arrived();
        assertThat(batch.type()).isEqualTo("application/x-ndjson");
        assertThat(batch.authorization()).isEqualTo("Bearer s3cret");
        assertThat(batch.body().lines()).hasSize(2);
        assertThat(batch.body().lines().findFirst().orElseThrow())
                .startsWith("{\"requestId\":\"4bf92f3577b34da6a3ce929d0e0e4736\",\"startedMillis\":1735689600123,")
                .contains("\"path\":\"/shop/v1/\\u00E4\\uD800\\\"\\n\"")
                .contains("\"tenant\":\"acme\",\"application\":\"storefront\",\"key\":\"acme/storefront/web\"")
                .contains("\"rejection\":\"upstream-timeout\",\"strategy\":\"strict\"")
                .endsWith("}");
        assertThat(batch.body().lines().skip(1).findFirst().orElseThrow()).doesNotContain("tenant", "rejection");
    }

    @Test
    void postsWhatThereIsWhenTheIntervalIsOver() throws Exception {
        start(1_000, Duration.ofMillis(10), Duration.ofSeconds(30)).ended(TestExchanges.get("/", 200));

        assertThat(arrived().body().lines()).hasSize(1);
    }

    @Test
    void postsWhatIsLeftWhenItIsClosed() throws Exception {
        TrafficBatches listener = start(2, HOUR, Duration.ofSeconds(30));
        for (int n = 0; n < 5; n++) {
            listener.ended(TestExchanges.get("/", 200));
        }
        listener.close();

        assertThat(receiver.batches().stream()
                        .mapToLong(batch -> batch.body().lines().count())
                        .sum())
                .isEqualTo(5);
        listener.ended(TestExchanges.get("/", 200));
        assertThat(listener.dropped()).as("what comes too late").isEqualTo(1);
    }

    @Test
    void sendsABatchAgainUntilItIsTaken() throws Exception {
        receiver.answering(503);
        TrafficBatches listener = start(1, HOUR, Duration.ofSeconds(30));
        listener.ended(TestExchanges.get("/", 200));

        Batch first = arrived();
        receiver.answering(200);
        Batch again = arrived();
        assertThat(again).isEqualTo(first);
        listener.close();
        assertThat(listener.held()).isZero();
        assertThat(listener.dropped()).isZero();
    }

    @Test
    void goesOnAfterABatchThatIsRefused() throws Exception {
        receiver.answering(400);
        TrafficBatches listener = start(1, HOUR, Duration.ofSeconds(30));
        listener.ended(TestExchanges.get("/first", 200));
        arrived();
        receiver.answering(200);
        listener.ended(TestExchanges.get("/second", 200));
        arrived();
        listener.close();

        assertThat(listener.dropped()).isEqualTo(1);
        assertThat(listener.held()).isZero();
    }

    @Test
    void countsWhatItDropsAndEndsInTimeWithAReceiverThatNeverAnswers() {
        receiver.stalled();
        TrafficBatches listener = start(10, Duration.ofMillis(1), Duration.ofMillis(200));
        for (int n = 0; n < 10_000; n++) {
            listener.ended(TestExchanges.get("/", 200));
        }
        assertThat(listener.dropped()).isPositive();
        listener.close();

        assertThat(listener.dropped()).isEqualTo(10_000);
    }
}
