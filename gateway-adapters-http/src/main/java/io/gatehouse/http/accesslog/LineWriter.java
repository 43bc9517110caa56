package io.gatehouse.http.accesslog;

import io.gatehouse.domain.traffic.ExchangeRecord;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** The thread that turns waiting records into lines and writes them in batches. */
final class LineWriter implements Runnable {

    /** A batch is written when it has grown to this many bytes, or when nothing waits any more. */
    private static final int BATCH_BYTES = 32 * 1024;

    private static final long PAUSE_NANOS = Duration.ofMillis(20).toNanos();
    /** After the sink has refused a batch it is left alone for so long: a full disk must not keep a core busy. */
    private static final long PAUSE_AFTER_FAILURE_NANOS = Duration.ofSeconds(1).toNanos();

    private final RecordRing ring;
    private final RecordLines lines;
    private final Sink sink;
    private final LineBuffer batch = new LineBuffer(2 * BATCH_BYTES);
    private final Thread thread;
    private volatile boolean stopping;
    private volatile boolean abandoned;

    LineWriter(RecordRing ring, RecordLines lines, OutputStream stream) {
        this.ring = ring;
        this.lines = lines;
        this.sink = new Sink(stream);
        this.thread = new Thread(this, "gatehouse-access-log");
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
            boolean good = writeWaiting();
            if (!last) {
                LockSupport.parkNanos(good ? PAUSE_NANOS : PAUSE_AFTER_FAILURE_NANOS);
            }
        } while (!last);
    }

    /** Writes until nothing waits or the sink refuses; false if it did. */
    private boolean writeWaiting() {
        boolean more = true;
        while (more) {
            batch.clear();
            int count = fill();
            more = batch.length() >= BATCH_BYTES;
            boolean good = count == 0 || sink.write(batch, count);
            ring.release();
            if (!good) {
                return false;
            }
        }
        return true;
    }

    private int fill() {
        int count = 0;
        while (batch.length() < BATCH_BYTES) {
            ExchangeRecord exchange = ring.poll();
            if (exchange == null) {
                break;
            }
            lines.write(exchange, batch);
            count++;
        }
        return count;
    }

    long written() {
        return sink.written();
    }

    long failed() {
        return sink.failed() + (abandoned ? ring.size() : 0);
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
