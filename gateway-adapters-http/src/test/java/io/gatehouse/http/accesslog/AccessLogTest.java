package io.gatehouse.http.accesslog;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.domain.traffic.ExchangeRecord;
import io.gatehouse.http.timer.Await;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AccessLogTest {

    @Test
    void writesOneLineForEachExchange() {
        var sink = new TestSink();
        try (var log = AccessLog.to(sink, AccessLogFormat.JSON)) {
            log.ended(Records.good("/a"));
            log.ended(Records.good("/b"));
            Await.until("two lines are written", () -> log.written() == 2);
            assertThat(sink.lines()).hasSize(2).allMatch(line -> line.startsWith("{\"time\":") && line.endsWith("}"));
            assertThat(sink.text()).contains("\"path\":\"/a\"").contains("\"path\":\"/b\"");
        }
    }

    @Test
    void writesManyLinesInFewCalls() {
        var sink = new TestSink();
        try (var log = AccessLog.to(sink, AccessLogFormat.JSON)) {
            for (int i = 0; i < 2_000; i++) {
                log.ended(Records.good("/" + i));
            }
            Await.until("all is written", () -> log.written() == 2_000);
            assertThat(sink.lines()).hasSize(2_000);
            assertThat(sink.calls()).isLessThan(200);
        }
    }

    @Test
    void dropsAndCountsInsteadOfWaitingForASlowSink() throws InterruptedException {
        var sink = new TestSink();
        var gate = new CountDownLatch(1);
        sink.before(() -> awaitQuietly(gate));
        var log = AccessLog.to(sink, AccessLogFormat.JSON, 16);
        log.ended(Records.good("/first"));
        Await.until("the writer is stuck", sink::entered);
        for (int i = 0; i < 1_000; i++) {
            log.ended(Records.good("/" + i));
        }
        assertThat(log.dropped()).isEqualTo(985);
        assertThat(log.written()).isZero();
        gate.countDown();
        log.close();
        assertThat(log.written()).isEqualTo(16);
        assertThat(log.failed()).isZero();
        assertThat(sink.lines()).hasSize(16);
    }

    @Test
    void writesWhatWaitsWhenClosedAndDropsWhatComesLater() {
        var sink = new TestSink();
        var log = AccessLog.to(sink, AccessLogFormat.TEXT);
        for (int i = 0; i < 500; i++) {
            log.ended(Records.good("/" + i));
        }
        log.close();
        assertThat(sink.lines()).hasSize(500);
        log.ended(Records.good("/late"));
        log.close();
        assertThat(log.dropped()).isEqualTo(1);
        assertThat(sink.lines()).hasSize(500);
    }

    @Test
    void leavesAStuckSinkBehindWhenClosed() {
        var sink = new TestSink();
        var gate = new CountDownLatch(1);
        sink.before(() -> awaitQuietly(gate));
        var log = AccessLog.to(sink, AccessLogFormat.JSON);
        for (int i = 0; i < 3; i++) {
            log.ended(Records.good("/" + i));
        }
        Await.until("the writer is stuck", sink::entered);
        long begun = System.nanoTime();
        log.close();
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
        assertThat(log.failed()).isEqualTo(3);
        gate.countDown();
        Await.until("each line is counted once", () -> log.written() == 3 && log.failed() == 0);
    }

    @Test
    void countsWhatABrokenSinkLosesAndGoesOnWhenItWorksAgain() {
        var sink = new TestSink();
        sink.fail(new IOException("thrown on purpose, told once"));
        try (var log = AccessLog.to(sink, AccessLogFormat.JSON)) {
            log.ended(Records.good("/lost"));
            Await.until("a line is lost", () -> log.failed() == 1);
            log.ended(Records.good("/lost-too"));
            Await.until("another line is lost", () -> log.failed() == 2);
            assertThat(sink.calls()).as("tries, one a second at most").isLessThan(10);
            sink.fail(null);
            log.ended(Records.good("/kept"));
            Await.until("a line is written", () -> log.written() == 1);
            assertThat(sink.text()).startsWith("\n{\"time\":").contains("/kept").doesNotContain("/lost");
        }
    }

    @Test
    void survivesSinksThatThrowWhatTheyShouldNot() {
        var sink = new TestSink();
        sink.fail(new IllegalStateException("thrown on purpose, told once"));
        try (var log = AccessLog.to(sink, AccessLogFormat.JSON)) {
            log.ended(Records.good("/lost"));
            Await.until("a line is lost", () -> log.failed() == 1);
        }
    }

    @Test
    void boundsWhatOneExchangeCanHold() {
        var sink = new TestSink();
        ExchangeRecord good = Records.good("/" + "x".repeat(20_000));
        ExchangeRecord usual = Records.good("/a");
        assertThat(FieldTruncation.clip(usual)).isSameAs(usual);
        try (var log = AccessLog.to(sink, AccessLogFormat.JSON)) {
            log.ended(good);
            Await.until("it is written", () -> log.written() == 1);
            assertThat(sink.text().length()).isLessThan(FieldTruncation.LONGEST_PATH + 1_000);
            assertThat(sink.text()).contains("xxx...\"");
        }
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
