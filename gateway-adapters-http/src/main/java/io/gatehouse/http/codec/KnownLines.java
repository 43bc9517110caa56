package io.gatehouse.http.codec;

import io.undertow.util.HttpString;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Header lines that come again and again at the same place of a head, and what they say: the same bytes, the line's end included, need not be
 * read twice. Keeps a line when it comes for the second time in turn, so that what differs from caller to caller is not kept. Used by one I/O
 * thread.
 */
final class KnownLines {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final int BITS = 8;
    private static final byte[] NONE = {};

    /** Longer ones are read each time, and nothing of them is kept. */
    private static final int LONGEST = 256;

    /** What begins alike stands in one line of a head or another. */
    private static final long BY_LINE = 0xbf58476d1ce4e5b9L;

    private final byte[][] lines = new byte[1 << BITS][];

    /** What stood here the last time. */
    private final @Nullable HttpString[] names = new @Nullable HttpString[1 << BITS];

    private final @Nullable String[] values = new @Nullable String[1 << BITS];
    private int place;

    KnownLines() {
        Arrays.fill(lines, NONE);
    }

    /** How long the line is that begins here, and is known; 0 if none is. It is the one meant from now on. */
    int find(byte[] head, int from, int have, int number) {
        if (have - from < Long.BYTES) {
            place = 0;
            return 0;
        }
        long begins = (long) LONGS.get(head, from) + number * BY_LINE;
        place = (int) ((begins * 0x9e3779b97f4a7c15L) >>> (Long.SIZE - BITS));
        byte[] line = lines[place];
        int length = line.length;
        return length <= have - from && Arrays.equals(line, 0, length, head, from, from + length) ? length : 0;
    }

    /** The name in the line that was found. */
    @SuppressWarnings("NullAway") // it was found
    HttpString name() {
        return names[place];
    }

    /** The value in the line that was found. */
    @SuppressWarnings("NullAway") // it was found
    String value() {
        return values[place];
    }

    /** The line that was not found ends there, and says this. */
    @SuppressWarnings("ReferenceEquality") // texts that come again are the same objects
    void read(byte[] head, int from, int end, HttpString name, String value) {
        int length = end - from;
        if (length < Long.BYTES || length > LONGEST) {
            return;
        }
        if (names[place] == name && values[place] == value) {
            lines[place] = Arrays.copyOfRange(head, from, end);
        } else {
            lines[place] = NONE;
            names[place] = name;
            values[place] = value;
        }
    }
}
