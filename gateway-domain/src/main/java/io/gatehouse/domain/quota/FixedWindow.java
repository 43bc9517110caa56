package io.gatehouse.domain.quota;

import io.gatehouse.domain.quota.RateLimit.Usage;

/**
 * So many permits in each window; windows of one length follow one another from the epoch on.
 *
 * @param limit permits in a window; at least 1
 * @param windowMillis the length of a window in milliseconds; at least 1
 */
public record FixedWindow(long limit, long windowMillis) implements AlignedWindow {

    /**
     * What has been used in a window.
     *
     * @param window the number of the window since the epoch
     * @param permits used in it
     */
    public record Used(long window, long permits) implements Usage {}

    static final Used UNUSED = new Used(0, 0);

    @Override
    public String form() {
        return "fixed-window/" + windowMillis;
    }

    @Override
    public long windowAt(long nowMillis) {
        return Math.floorDiv(nowMillis, windowMillis);
    }

    @Override
    public long begin(long window) {
        return window * windowMillis;
    }

    @Override
    public FixedWindow withLimit(long permits) {
        return new FixedWindow(permits, windowMillis);
    }
}
