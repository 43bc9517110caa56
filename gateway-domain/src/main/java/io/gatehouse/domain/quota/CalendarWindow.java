package io.gatehouse.domain.quota;

import io.gatehouse.domain.time.CalendarUnit;

/**
 * So many permits in each hour, day or month of the calendar in UTC. Its usages are those of {@link FixedWindow}.
 *
 * @param limit permits in a window; at least 1
 * @param unit what its windows are
 */
public record CalendarWindow(long limit, CalendarUnit unit) implements AlignedWindow {

    /** That of the longest month, where it is months. */
    @Override
    public long windowMillis() {
        return unit.longestMillis();
    }

    @Override
    public String form() {
        return "calendar/" + unit.word();
    }

    @Override
    public long windowAt(long nowMillis) {
        return unit.at(nowMillis);
    }

    @Override
    public long begin(long window) {
        return unit.begin(window);
    }

    @Override
    public CalendarWindow withLimit(long permits) {
        return new CalendarWindow(permits, unit);
    }
}
