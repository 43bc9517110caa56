package io.gatehouse.http.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Texts that clients and upstreams send again and again, made once each as long as they are short; used by one I/O thread. */
final class HeaderTexts {

    private static final int SLOTS = 1024;
    private static final int LONGEST = 256;
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final @Nullable Known[] known = new @Nullable Known[SLOTS];

    @SuppressWarnings("ArrayRecordComponent") // Never compared, and never handed out.
    private record Known(byte[] bytes, String text) {}

    /** The text that stands in these bytes, one character for each. */
    String of(byte[] bytes, int from, int to) {
        if (to - from > LONGEST) {
            return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
        }
        int slot = slot(bytes, from, to);
        Known here = known[slot];
        if (here != null && Arrays.equals(here.bytes, 0, here.bytes.length, bytes, from, to)) {
            return here.text;
        }
        var text = new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
        known[slot] = new Known(Arrays.copyOfRange(bytes, from, to), text);
        return text;
    }

    /** By length, beginning and end: looking at all would cost more than making the text anew. */
    private static int slot(byte[] bytes, int from, int to) {
        int length = to - from;
        long hash = length;
        if (length >= Long.BYTES) {
            hash += (long) LONGS.get(bytes, from) * 31 + (long) LONGS.get(bytes, to - Long.BYTES);
        } else {
            for (int i = from; i < to; i++) {
                hash = hash * 31 + bytes[i];
            }
        }
        hash *= 0x9e3779b97f4a7c15L;
        return (int) (hash >>> 54) & (SLOTS - 1);
    }
}
