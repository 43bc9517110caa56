package io.gatehouse.domain.quota;

/**
 * So many permits in each of windows that follow one another and are numbered.
 *
 * <p>Around a border twice the limit can pass within one window's length, as the definition has it.
 */
public sealed interface AlignedWindow extends RateLimit permits FixedWindow, CalendarWindow {

    /** The number of the window that a time lies in. */
    long windowAt(long nowMillis);

    /** When the window of this number begins, in milliseconds since the epoch. */
    long begin(long window);

    @Override
    AlignedWindow withLimit(long permits);

    @Override
    default long memoryMillis() {
        return windowMillis();
    }

    @Override
    default long forgottenAtMillis(Usage usage) {
        return begin(((FixedWindow.Used) usage).window() + 1);
    }

    @Override
    default Usage unused() {
        return FixedWindow.UNUSED;
    }

    @Override
    default long remaining(Usage usage, long nowMillis) {
        FixedWindow.Used before = (FixedWindow.Used) usage;
        return before.window() < windowFor(before, nowMillis) ? limit() : Math.max(0, limit() - before.permits());
    }

    @Override
    default ConsumeResult take(Usage usage, long nowMillis, long permits) {
        FixedWindow.Used before = (FixedWindow.Used) usage;
        long window = windowFor(before, nowMillis);
        long used = before.window() < window ? 0 : before.permits();
        long reset = begin(window + 1) - nowMillis;
        long limit = limit();
        return used + permits <= limit
                ? new ConsumeResult(
                        new FixedWindow.Used(window, used + permits),
                        QuotaDecision.admitted(limit, limit - used - permits, reset))
                : new ConsumeResult(usage, QuotaDecision.refused(limit, Math.max(0, limit - used), reset, reset));
    }

    /** The window to count in: that of a usage that is ahead of the clock, but at most the next. */
    private long windowFor(FixedWindow.Used before, long nowMillis) {
        if (nowMillis >= begin(before.window()) && nowMillis < begin(before.window() + 1)) {
            // The common case, for which nothing needs to be divided.
            return before.window();
        }
        long current = windowAt(nowMillis);
        return Math.max(current, Math.min(before.window(), current + 1));
    }

    @Override
    default long leaseEnd(long nowMillis) {
        return begin(windowAt(nowMillis) + 1);
    }

    @Override
    default long leaseBegin(long nowMillis) {
        return begin(windowAt(nowMillis));
    }

    /** A tenth of the limit. */
    @Override
    default long mostLeased() {
        return limit() / 10;
    }

    /** All, as leases end with the window in which they count: what lapses then is missing to nobody. */
    @Override
    default long mostLost() {
        return limit();
    }

    @Override
    default ConsumeResult lease(Usage usage, long nowMillis, long permits) {
        return take(usage, nowMillis, permits);
    }

    @Override
    default AlignedWindow shareOf(int processes) {
        return withLimit(Math.max(1, limit() / processes));
    }

    @Override
    default Usage share(Usage usage, int processes) {
        FixedWindow.Used used = (FixedWindow.Used) usage;
        return new FixedWindow.Used(used.window(), (used.permits() + processes - 1) / processes);
    }

    @Override
    default Usage sum(Usage one, Usage other, long nowMillis) {
        FixedWindow.Used first = (FixedWindow.Used) one;
        FixedWindow.Used second = (FixedWindow.Used) other;
        if (first.window() != second.window()) {
            return first.window() > second.window() ? first : second;
        }
        return new FixedWindow.Used(first.window(), first.permits() + second.permits());
    }
}
