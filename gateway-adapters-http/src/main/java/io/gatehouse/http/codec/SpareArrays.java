package io.gatehouse.http.codec;

import io.undertow.util.HttpString;
import org.jspecify.annotations.Nullable;

/**
 * The arrays of field lines that nobody uses at the moment: connections of one I/O thread use them in turn, so that one that waits for its next
 * request holds none. Used on that thread only.
 */
public final class SpareArrays {

    /** As many as requests that are under way at once; what is beyond is garbage. */
    private static final int MOST = 128;

    private final @Nullable HttpString[][] names = new @Nullable HttpString[MOST][];
    private final @Nullable String[][] values = new @Nullable String[MOST][];
    private final long[][] numbers = new long[MOST][];
    private int count;

    boolean isEmpty() {
        return count == 0;
    }

    /** Keeps these, which hold nothing any more. */
    void keep(@Nullable HttpString[] emptyNames, @Nullable String[] emptyValues, long[] oldNumbers) {
        if (count < MOST) {
            names[count] = emptyNames;
            values[count] = emptyValues;
            numbers[count++] = oldNumbers;
        }
    }

    /** Gives the last ones away: {@link #names}, {@link #values} and {@link #numbers} are what was kept until the next are. */
    void take() {
        count--;
    }

    @Nullable
    HttpString[] names() {
        return names[count];
    }

    @Nullable
    String[] values() {
        return values[count];
    }

    long[] numbers() {
        return numbers[count];
    }
}
