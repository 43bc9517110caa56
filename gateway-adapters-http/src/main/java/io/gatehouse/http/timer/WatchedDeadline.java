package io.gatehouse.http.timer;

/** What has a deadline and need not extend anything else: keeps its slot. */
public abstract class WatchedDeadline implements HasDeadline {

    private int slot = NOWHERE;

    @Override
    public final int slot() {
        return slot;
    }

    @Override
    public final void slot(int now) {
        slot = now;
    }
}
