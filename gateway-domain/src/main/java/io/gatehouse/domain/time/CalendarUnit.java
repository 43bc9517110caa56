package io.gatehouse.domain.time;

import java.util.Locale;

/**
 * Hours, days and months of the calendar in UTC, numbered from that which began with 1970.
 *
 * <p>The arithmetic allocates nothing and holds for times from 1970 on; months are those of the Gregorian calendar. UTC has no
 * summer time, and leap seconds are not counted in milliseconds since the epoch.
 */
public enum CalendarUnit {
    HOUR(3_600_000L),
    DAY(86_400_000L),
    MONTH(31 * 86_400_000L);

    private static final long DAY_MILLIS = 86_400_000L;

    /** The calendar repeats itself after 400 years, in days and in months. */
    private static final long CYCLE_DAYS = 146_097;

    private static final long CYCLE_MONTHS = 4_800;

    private final long longestMillis;

    CalendarUnit(long longestMillis) {
        this.longestMillis = longestMillis;
    }

    /** How long one lasts at most, in milliseconds. */
    public long longestMillis() {
        return longestMillis;
    }

    /** The number of the one that a time in milliseconds since the epoch lies in. */
    public long at(long millis) {
        if (this != MONTH) {
            return Math.floorDiv(millis, longestMillis);
        }
        long estimated = Math.floorDiv(Math.floorDiv(millis, DAY_MILLIS) * CYCLE_MONTHS, CYCLE_DAYS);
        if (millis < begin(estimated)) {
            return estimated - 1;
        }
        return millis < begin(estimated + 1) ? estimated : estimated + 1;
    }

    /** When the one of this number begins, in milliseconds since the epoch. */
    public long begin(long number) {
        return this == MONTH ? firstDayOfMonth(number) * DAY_MILLIS : number * longestMillis;
    }

    /** What it is called: {@code month}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Days since the epoch. Years are taken to begin in March, so that the leap day is the last one of a year. */
    private static long firstDayOfMonth(long month) {
        long sinceMarch = month + 1969 * 12 + 10;
        long year = Math.floorDiv(sinceMarch, 12);
        long ofYear = Math.floorMod(sinceMarch, 12);
        long leapDays = Math.floorDiv(year, 4) - Math.floorDiv(year, 100) + Math.floorDiv(year, 400);
        return 365 * year + leapDays + (153 * ofYear + 2) / 5 - 719_468;
    }
}
