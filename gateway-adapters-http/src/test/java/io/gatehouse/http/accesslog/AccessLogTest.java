package io.gatehouse.http.accesslog;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.domain.traffic.ExchangeBounds;
import io.gatehouse.domain.traffic.ExchangeRecord;
import io.gatehouse.domain.traffic.TestExchanges;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AccessLogTest {

    private final TestSink sink = new TestSink();

    @Test
    void writesOneLineForEachExchange() throws InterruptedException {
        var log = AccessLog.to(sink, AccessLog.AccessLogFormat.JSON);
        log.ended(exchange("/a"));
        log.ended(exchange("/b"));
        sink.awaitLines(2);
        assertThat(sink.lines()).hasSize(2).allMatch(line -> line.startsWith("{\"time\":") && line.endsWith("}"));
        assertThat(sink.text()).contains("\"path\":\"/a\"").contains("\"path\":\"/b\"");
        log.close();
        assertThat(log.written()).isEqualTo(2);
    }

    @Test
    void writesManyLinesInFewCalls() {
        var log = AccessLog.to(sink, AccessLog.AccessLogFormat.JSON);
        for (int i = 0; i < 2_000; i++) {
            log.ended(exchange("/" + i));
        }
        log.close();
        assertThat(sink.lines()).hasSize(2_000);
        assertThat(sink.calls()).isLessThan(200);
    }

    @Test
    void losesAndDoublesNothingBetweenManyThreads() throws InterruptedException {
        int each = 20_000;
        var log = AccessLog.to(sink, AccessLog.AccessLogFormat.TEXT, 64);
        List<Thread> threads = new ArrayList<>();
        for (int writer = 0; writer < 4; writer++) {
            String path = "/" + writer + "-";
            threads.add(new Thread(() -> {
                for (int i = 0; i < each; i++) {
                    log.ended(exchange(path + i));
                }
            }));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        log.close();
        assertThat(log.written() + log.dropped()).isEqualTo(4L * each);
        assertThat(log.failed()).isZero();
        assertThat(sink.lines()).hasSize((int) log.written()).doesNotHaveDuplicates();
    }

    @Test
    void dropsAndCountsInsteadOfWaitingForASlowSink() throws InterruptedException {
        var gate = new CountDownLatch(1);
        sink.before(() -> awaitQuietly(gate));
        var log = AccessLog.to(sink, AccessLog.AccessLogFormat.JSON, 16);
        log.ended(exchange("/first"));
        sink.awaitCall();
        for (int i = 0; i < 1_000; i++) {
            log.ended(exchange("/" + i));
        }
        assertThat(log.dropped()).isEqualTo(984);
        assertThat(log.written()).isZero();
        gate.countDown();
        log.close();
        assertThat(log.written()).isEqualTo(17);
        assertThat(log.failed()).isZero();
        assertThat(sink.lines()).hasSize(17);
    }

    @Test
    void writesWhatWaitsWhenClosedAndDropsWhatComesLater() {
        var log = AccessLog.to(sink, AccessLog.AccessLogFormat.TEXT);
        for (int i = 0; i < 500; i++) {
            log.ended(exchange("/" + i));
        }
        log.close();
        assertThat(sink.lines()).hasSize(500);
        log.ended(exchange("/late"));
        log.close();
        assertThat(log.dropped()).isEqualTo(1);
        assertThat(sink.lines()).hasSize(500);
    }

    @Test
    void leavesAStuckSinkBehindWhenClosed() throws InterruptedException {
        var gate = new CountDownLatch(1);
        sink.before(() -> awaitQuietly(gate));
        var log = AccessLog.to(sink, AccessLog.AccessLogFormat.JSON);
        for (int i = 0; i < 3; i++) {
            log.ended(exchange("/" + i));
        }
        sink.awaitCall();
        long begun = System.nanoTime();
        log.close();
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(50));
        assertThat(log.failed()).as("in hand and waiting").isEqualTo(3);
        gate.countDown();
        log.close();
        assertThat(log.written()).as("each line is counted once").isEqualTo(3);
        assertThat(log.failed()).isZero();
    }

    @Test
    void countsWhatABrokenSinkLosesAndGoesOnWhenItWorksAgain() throws InterruptedException {
        sink.fail(new IOException("thrown on purpose, reported once"));
        var log = AccessLog.to(sink, AccessLog.AccessLogFormat.JSON);
        log.ended(exchange("/lost"));
        sink.awaitRefusals(1);
        log.ended(exchange("/lost-too"));
        sink.awaitRefusals(2);
        assertThat(sink.calls()).as("tries, one a second at most").isLessThan(60);
        sink.fail(null);
        log.ended(exchange("/kept"));
        sink.awaitLines(2);
        assertThat(sink.text()).startsWith("\n{\"time\":").contains("/kept").doesNotContain("/lost");
        log.close();
        assertThat(log.failed()).isEqualTo(2);
        assertThat(log.written()).isEqualTo(1);
    }

    @Test
    void survivesSinksThatThrowWhatTheyShouldNot() throws InterruptedException {
        sink.fail(new IllegalStateException("thrown on purpose, reported once"));
        var log = AccessLog.to(sink, AccessLog.AccessLogFormat.JSON);
        log.ended(exchange("/lost"));
        sink.awaitRefusals(1);
        log.close();
        assertThat(log.failed()).isEqualTo(1);
    }

    @Test
    void boundsWhatOneExchangeCanHold() {
        ExchangeRecord usual = exchange("/a");
        assertThat(ExchangeBounds.of(usual)).isSameAs(usual);
        String text = "x".repeat(20_000);
        ExchangeRecord large = TestExchanges.calledBy(
                TestExchanges.forwarded(TestExchanges.whole("/" + text), "http://10.0.0.1:8080", -1, text),
                new ExchangeRecord.CalledBy(null, null, null, null, text));
        ExchangeRecord bounded = ExchangeBounds.of(large);
        assertThat(bounded.request().path())
                .hasSize(ExchangeBounds.LONGEST_PATH)
                .endsWith("...");
        assertThat(bounded.forwarding().failure())
                .hasSize(ExchangeBounds.LONGEST_FAILURE)
                .endsWith("...");
        assertThat(bounded.caller().user()).hasSize(ExchangeBounds.LONGEST_WORD).endsWith("...");
        var log = AccessLog.to(sink, AccessLog.AccessLogFormat.JSON);
        log.ended(large);
        log.close();
        assertThat(sink.text().length()).isLessThan(ExchangeBounds.LONGEST_PATH + 2_000);
    }

    private static ExchangeRecord exchange(String path) {
        return TestExchanges.whole(path);
    }

    private static void awaitQuietly(CountDownLatch gate) {
        boolean open = false;
        while (!open) {
            try {
                open = gate.await(60, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                // Writing to a pipe that nobody reads cannot be interrupted either.
            }
        }
    }
}
