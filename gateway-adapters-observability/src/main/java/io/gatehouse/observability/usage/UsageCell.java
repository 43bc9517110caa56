package io.gatehouse.observability.usage;

import io.gatehouse.domain.usage.UsageStore.Counts;
import io.gatehouse.domain.usage.UsageStore.Row;
import io.gatehouse.domain.usage.UsageStore.Series;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;

/** What is counted of one series in one hour. Adding is for any thread and takes no lock; the rest is for one that writes. */
final class UsageCell {

    /** With its series, and its place in a map. */
    static final int BYTES = 80 + 40 + 56 + 24;

    private static final AtomicLongFieldUpdater<UsageCell> CALLS = updater("calls");
    private static final AtomicLongFieldUpdater<UsageCell> BYTES_IN = updater("bytesIn");
    private static final AtomicLongFieldUpdater<UsageCell> BYTES_OUT = updater("bytesOut");
    private static final AtomicLongFieldUpdater<UsageCell> UPSTREAM = updater("upstreamMicros");

    private final long number;
    private final Series series;
    private volatile long calls;
    private volatile long bytesIn;
    private volatile long bytesOut;
    private volatile long upstreamMicros;
    private Counts written = Counts.NONE;

    UsageCell(long number, Series series) {
        this.number = number;
        this.series = series;
    }

    private static AtomicLongFieldUpdater<UsageCell> updater(String field) {
        return AtomicLongFieldUpdater.newUpdater(UsageCell.class, field);
    }

    void add(long more, long in, long out, long micros) {
        if (in != 0) {
            BYTES_IN.getAndAdd(this, in);
        }
        if (out != 0) {
            BYTES_OUT.getAndAdd(this, out);
        }
        if (micros != 0) {
            UPSTREAM.getAndAdd(this, micros);
        }
        CALLS.getAndAdd(this, more);
    }

    private Counts counts() {
        return new Counts(calls, bytesIn, bytesOut, upstreamMicros);
    }

    boolean isWritten() {
        return counts().equals(written);
    }

    /** What is to be written now. */
    Row row(String run, long hour) {
        return new Row(run + ":" + number, hour, series, counts());
    }

    /** This is what the store has. */
    void written(Row row) {
        written = row.counts();
    }
}
