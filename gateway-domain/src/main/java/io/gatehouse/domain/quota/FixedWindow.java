package io.gatehouse.domain.quota;

import io.gatehouse.domain.quota.RateLimit.ConsumeResult;
import io.gatehouse.domain.quota.RateLimit.Usage;

/**
 * So many permits in each window; windows follow one another from the epoch on.
 *
 * <p>Around a border twice the limit can pass within one window's length, as the definition has it.
 *
 * @param limit permits in a window; at least 1
 * @param windowMillis the length of a window in milliseconds; at least 1
 */
public record FixedWindow(long limit, long windowMillis) implements RateLimit {

    /**
     * What has been used in a window.
     *
     * @param window the number of the window since the epoch
     * @param permits used in it
     */
    public record Used(long window, long permits) implements Usage {}

    private static final Used UNUSED = new Used(0, 0);

    @Override
    public long memoryMillis() {
        return windowMillis;
    }

    @Override
    public long forgottenAtMillis(Usage usage) {
        return (((Used) usage).window() + 1) * windowMillis;
    }

    @Override
    public String form() {
        return "fixed-window/" + windowMillis;
    }

    @Override
    public Usage unused() {
        return UNUSED;
    }

    /** The number of the window that a time lies in. */
    public long windowAt(long nowMillis) {
        return Math.floorDiv(nowMillis, windowMillis);
    }

    /** The milliseconds from a time to the end of its window. */
    public long untilEnd(long nowMillis) {
        return windowMillis - Math.floorMod(nowMillis, windowMillis);
    }

    @Override
    public long remaining(Usage usage, long nowMillis) {
        Used before = (Used) usage;
        return before.window() < windowFor(before, nowMillis) ? limit : Math.max(0, limit - before.permits());
    }

    @Override
    public ConsumeResult take(Usage usage, long nowMillis, long permits) {
        Used before = (Used) usage;
        long window = windowFor(before, nowMillis);
        long used = before.window() < window ? 0 : before.permits();
        long reset = (window + 1) * windowMillis - nowMillis;
        return used + permits <= limit
                ? new ConsumeResult(
                        new Used(window, used + permits), QuotaDecision.admitted(limit, limit - used - permits, reset))
                : new ConsumeResult(usage, QuotaDecision.refused(limit, Math.max(0, limit - used), reset, reset));
    }

    /** The window to count in: that of a usage that is ahead of the clock, but at most the next. */
    private long windowFor(Used before, long nowMillis) {
        long sinceBegin = nowMillis - before.window() * windowMillis;
        if (sinceBegin >= 0 && sinceBegin < windowMillis) {
            // The common case, for which nothing needs to be divided.
            return before.window();
        }
        long current = windowAt(nowMillis);
        return Math.max(current, Math.min(before.window(), current + 1));
    }

    @Override
    public long leaseEnd(long nowMillis) {
        return nowMillis + untilEnd(nowMillis);
    }

    @Override
    public long leaseBegin(long nowMillis) {
        return leaseEnd(nowMillis) - windowMillis;
    }

    /** A tenth of the limit. */
    @Override
    public long mostLeased() {
        return limit / 10;
    }

    /** All, as leases end with the window in which they count: what lapses then is missing to nobody. */
    @Override
    public long mostLost() {
        return limit;
    }

    @Override
    public ConsumeResult lease(Usage usage, long nowMillis, long permits) {
        return take(usage, nowMillis, permits);
    }

    @Override
    public FixedWindow shareOf(int processes) {
        return new FixedWindow(Math.max(1, limit / processes), windowMillis);
    }

    @Override
    public Usage share(Usage usage, int processes) {
        Used used = (Used) usage;
        return new Used(used.window(), (used.permits() + processes - 1) / processes);
    }

    @Override
    public Usage sum(Usage one, Usage other, long nowMillis) {
        Used first = (Used) one;
        Used second = (Used) other;
        if (first.window() != second.window()) {
            return first.window() > second.window() ? first : second;
        }
        return new Used(first.window(), first.permits() + second.permits());
    }
}
