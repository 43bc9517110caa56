package io.gatehouse.domain.time;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that stands still until it is moved. */
public final class ManualClock implements GatewayClock {

    /** 2025-01-01T00:00:00Z. */
    public static final long START_MILLIS = 1_735_689_600_000L;

    private final AtomicLong nanos = new AtomicLong();
    private final AtomicLong setMillis = new AtomicLong();

    @Override
    public long nanoTime() {
        return nanos.get();
    }

    @Override
    public long epochMillis() {
        return START_MILLIS + setMillis.get() + nanos.get() / 1_000_000;
    }

    /** Moves time on. */
    public void advance(Duration by) {
        nanos.addAndGet(by.toNanos());
    }

    /** Sets the date ahead, or back where it is negative, as somebody does who corrects a clock: no time passes. */
    public void setAhead(Duration by) {
        setMillis.addAndGet(by.toMillis());
    }
}
