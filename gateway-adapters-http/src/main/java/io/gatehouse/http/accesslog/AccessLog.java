package io.gatehouse.http.accesslog;

import io.gatehouse.configuration.Origin;
import io.gatehouse.domain.traffic.ExchangeBounds;
import io.gatehouse.domain.traffic.ExchangeRecord;
import io.gatehouse.domain.traffic.TrafficListener;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.atomic.LongAdder;
import org.jctools.queues.atomic.MpscAtomicArrayQueue;

/**
 * Writes one line for each exchange to a stream, standard output by default.
 *
 * <p>The thread that reports an exchange only puts it into a bounded queue, which takes no lock and wakes nobody; a daemon
 * thread looks there every 20 milliseconds and writes what it finds in one go. A record that finds the queue full is
 * dropped and counted, for a slow reader of the log must not slow down requests. Safe for concurrent use.
 */
public final class AccessLog implements TrafficListener, AutoCloseable {

    /** How many exchanges wait at most: the traffic of a stall of 160 ms at 50,000 requests a second. */
    public static final int CAPACITY = 8192;

    private static final Duration LAST_LINES = Duration.ofSeconds(2);

    private final Queue<ExchangeRecord> waiting;
    private final LineWriter writer;
    private final LongAdder dropped = new LongAdder();
    private volatile boolean closed;

    private AccessLog(Queue<ExchangeRecord> waiting, LineWriter writer) {
        this.waiting = waiting;
        this.writer = writer;
    }

    /** A log to the standard output of the process. */
    public static AccessLog toStandardOutput(AccessLogFormat format) {
        // System.out would swallow what goes wrong.
        return to(new FileOutputStream(FileDescriptor.out), format);
    }

    /** A log to a stream, which stays the caller's to close; it is written to by one thread, in whole lines. */
    public static AccessLog to(OutputStream stream, AccessLogFormat format) {
        return to(stream, format, CAPACITY);
    }

    static AccessLog to(OutputStream stream, AccessLogFormat format, int capacity) {
        var waiting = new MpscAtomicArrayQueue<ExchangeRecord>(capacity);
        var writer = new LineWriter(waiting, new RecordLines(format), stream);
        writer.start();
        return new AccessLog(waiting, writer);
    }

    @Override
    public void ended(ExchangeRecord exchange) {
        if (closed || !waiting.offer(ExchangeBounds.of(exchange))) {
            dropped.increment();
        }
    }

    /** Exchanges that wait for their line. */
    int waiting() {
        return waiting.size();
    }

    /** Lines that the stream took. */
    public long written() {
        return writer.written();
    }

    /** Exchanges without a line because the queue was full or the log closed. */
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

    /** How a line of the access log is written; both forms hold the same fields under the same names, and numbers alike. */
    public enum AccessLogFormat {
        /** One JSON object a line, in plain ASCII: what is not printable there is escaped. */
        JSON("{\"", ",\"", "\":", "}\n"),
        /** {@code name=value} pairs; a value that is not plain is quoted and escaped as in JSON. */
        TEXT("", " ", "=", "\n");

        private final String first;
        private final String separator;
        private final String assign;
        private final String end;

        AccessLogFormat(String first, String separator, String assign, String end) {
            this.first = first;
            this.separator = separator;
            this.assign = assign;
            this.end = end;
        }

        /** What stands before the value of a field. */
        String prefix(String name, boolean isFirst) {
            return (isFirst ? first : separator) + name + assign;
        }

        /** Writes a text, so that nothing in it can end the value or the line. */
        void text(String value, LineBuffer to) {
            if (this == TEXT && isPlain(value)) {
                to.ascii(value);
            } else {
                to.quoted(value);
            }
        }

        /** Writes a place in the configuration as {@link Origin#toString} does. */
        void origin(Origin value, LineBuffer to) {
            if (value.line() == 0) {
                text(value.source(), to);
                return;
            }
            boolean bare = this == TEXT && isPlain(value.source());
            to.ascii(bare ? "" : "\"");
            to.withinQuotes(value.source());
            to.ascii(':');
            to.number(value.line());
            to.ascii(':');
            to.number(value.column());
            to.ascii(bare ? "" : "\"");
        }

        /** Writes a point in time. */
        void time(long epochMillis, LineBuffer to) {
            if (this == TEXT) {
                to.time(epochMillis);
            } else {
                to.ascii('"');
                to.time(epochMillis);
                to.ascii('"');
            }
        }

        void end(LineBuffer to) {
            to.ascii(end);
        }

        private static boolean isPlain(String value) {
            for (int i = 0; i < value.length(); i++) {
                char c = value.charAt(i);
                if (c <= ' ' || c > '~' || c == '"' || c == '\\' || c == '=') {
                    return false;
                }
            }
            return !value.isEmpty();
        }
    }
}
