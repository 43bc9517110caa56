package io.gatehouse.http.accesslog;

import io.gatehouse.domain.traffic.ExchangeRecord;
import io.gatehouse.domain.traffic.TrafficListener;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;

/**
 * Writes one line for each exchange to a stream, standard output by default.
 *
 * <p>The thread that tells of an exchange only puts it into a bounded ring; a daemon thread looks there every
 * 20 milliseconds and writes what it finds in one go. A record that finds the ring full is dropped and counted, for a
 * slow reader of the log must not slow down requests. Safe for concurrent use.
 */
public final class AccessLog implements TrafficListener, AutoCloseable {

    /** How many exchanges wait at most: the traffic of a stall of 160 ms at 50,000 requests a second. */
    public static final int CAPACITY = 8192;

    private static final Duration LAST_LINES = Duration.ofSeconds(2);

    private final RecordRing ring;
    private final LineWriter writer;
    private final LongAdder dropped = new LongAdder();
    private volatile boolean closed;

    private AccessLog(RecordRing ring, LineWriter writer) {
        this.ring = ring;
        this.writer = writer;
    }

    /** A log to the standard output of the process. */
    public static AccessLog toStandardOutput(AccessLogFormat format) {
        // System.out would swallow what goes wrong.
        return to(new FileOutputStream(FileDescriptor.out), format);
    }

    /** A log to a stream, which stays the caller's to close; it is written to by one thread, in whole lines. */
    public static AccessLog to(OutputStream sink, AccessLogFormat format) {
        return to(sink, format, CAPACITY);
    }

    static AccessLog to(OutputStream sink, AccessLogFormat format, int capacity) {
        var ring = new RecordRing(capacity);
        var writer = new LineWriter(ring, new RecordLines(format.notation()), sink);
        writer.start();
        return new AccessLog(ring, writer);
    }

    @Override
    public void ended(ExchangeRecord exchange) {
        if (closed || !ring.offer(FieldTruncation.clip(exchange))) {
            dropped.increment();
        }
    }

    /** Lines that the stream took. */
    public long written() {
        return writer.written();
    }

    /** Exchanges without a line because the ring was full or the log closed. */
    public long dropped() {
        return dropped.sum();
    }

    /** Lines that the stream refused, or did not take before the log was closed. */
    public long failed() {
        return writer.failed();
    }

    /** Writes what waits, for two seconds at most; later exchanges are dropped. */
    @Override
    public void close() {
        closed = true;
        writer.stop(LAST_LINES);
    }
}
