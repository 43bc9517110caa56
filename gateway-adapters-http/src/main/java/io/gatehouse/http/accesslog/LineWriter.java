package io.gatehouse.http.accesslog;

import io.gatehouse.domain.traffic.ExchangeRecord;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that turns waiting records into lines and writes them in batches. Counts what the stream takes and what it
 * refuses, and reports a refusal once.
 */
final class LineWriter implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(LineWriter.class);

    /** A batch is written when it has grown to this many bytes, or when nothing waits any more. */
    private static final int BATCH_BYTES = 32 * 1024;

    private static final long PAUSE_NANOS = Duration.ofMillis(20).toNanos();

    /** Where so many lines come at a time, they are written while their records are still in the processor's cache. */
    private static final int MANY = 64;

    private static final long SHORT_PAUSE_NANOS = Duration.ofMillis(4).toNanos();

    /** After the stream has refused a batch it is left alone for so long: a full disk must not keep a core busy. */
    private static final long PAUSE_AFTER_FAILURE_NANOS = Duration.ofSeconds(1).toNanos();

    private final Queue<ExchangeRecord> waiting;
    private final RecordLines lines;
    private final OutputStream stream;
    private final LineBuffer batch = new LineBuffer(2 * BATCH_BYTES);
    private final Thread thread = new Thread(this, "gatehouse-access-log");
    private final AtomicLong written = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private boolean reported;
    private boolean torn;
    private volatile int inHand;
    private volatile boolean stopping;
    private volatile boolean abandoned;

    LineWriter(Queue<ExchangeRecord> waiting, RecordLines lines, OutputStream stream) {
        this.waiting = waiting;
        this.lines = lines;
        this.stream = stream;
        this.thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    @Override
    public void run() {
        boolean last;
        do {
            last = stopping;
            long before = written.get();
            boolean good = writeWaiting();
            if (!last) {
                LockSupport.parkNanos(pauseNanos(good, written.get() - before));
            }
        } while (!last);
    }

    private static long pauseNanos(boolean good, long lines) {
        if (!good) {
            return PAUSE_AFTER_FAILURE_NANOS;
        }
        return lines < MANY ? PAUSE_NANOS : SHORT_PAUSE_NANOS;
    }

    /** Writes until nothing waits or the stream refuses; false if it did. */
    private boolean writeWaiting() {
        boolean more = true;
        boolean good = true;
        while (more && good) {
            batch.clear();
            int count = fill();
            more = batch.length() >= BATCH_BYTES;
            good = count == 0 || write(count);
            inHand = 0;
        }
        return good;
    }

    private int fill() {
        int count = 0;
        while (batch.length() < BATCH_BYTES) {
            ExchangeRecord exchange = waiting.poll();
            if (exchange == null) {
                break;
            }
            lines.write(exchange, batch);
            count++;
        }
        inHand = count;
        return count;
    }

    private boolean write(int count) {
        try {
            if (torn) {
                // Ends the line that the refused write may have left half done.
                stream.write('\n');
                torn = false;
            }
            batch.writeTo(stream);
            stream.flush();
            written.addAndGet(count);
            return true;
        } catch (IOException | RuntimeException e) {
            failed.addAndGet(count);
            torn = true;
            report(e);
            return false;
        }
    }

    private void report(Exception reason) {
        if (!reported) {
            reported = true;
            LOG.warn(
                    "The access log cannot be written ({}); lines are lost and counted until it can",
                    reason.toString());
        }
    }

    long written() {
        return written.get();
    }

    long failed() {
        return failed.get() + (abandoned ? waiting.size() + inHand : 0);
    }

    /** Lets the thread write what waits; leaves it behind if it has not done so in time. */
    void stop(Duration patience) {
        stopping = true;
        LockSupport.unpark(thread);
        try {
            thread.join(patience.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        abandoned = true;
        thread.interrupt();
    }
}
