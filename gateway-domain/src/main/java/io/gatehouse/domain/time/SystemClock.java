package io.gatehouse.domain.time;

/** The clock of the machine. */
public final class SystemClock implements GatewayClock {

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public long epochMillis() {
        return System.currentTimeMillis();
    }
}
