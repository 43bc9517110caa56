package io.gatehouse.http.codec;

import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Header names as they are spelled, made once each as long as they fit; used by one I/O thread. */
final class HeaderNames {

    private static final int SLOTS = 512;
    private static final int LONGEST = 64;

    private final @Nullable Known[] known = new @Nullable Known[SLOTS];

    @SuppressWarnings("ArrayRecordComponent") // Never compared, and never handed out.
    private record Known(byte[] spelling, HttpString name) {}

    /** The name that stands in these bytes. */
    HttpString of(byte[] bytes, int from, int to) {
        int length = to - from;
        if (length > LONGEST) {
            return new HttpString(bytes, from, length);
        }
        int slot = slot(bytes, from, to);
        Known here = known[slot];
        if (here != null && Arrays.equals(here.spelling, 0, here.spelling.length, bytes, from, to)) {
            return here.name;
        }
        HttpString name = name(bytes, from, length);
        known[slot] = new Known(Arrays.copyOfRange(bytes, from, to), name);
        return name;
    }

    /** Undertow's own, if it has one that is spelled like this: those are found to be equal at once. */
    private static HttpString name(byte[] bytes, int from, int length) {
        HttpString constant = Headers.fromCache(new String(bytes, from, length, StandardCharsets.ISO_8859_1));
        return constant == null ? new HttpString(bytes, from, length) : constant;
    }

    private static int slot(byte[] bytes, int from, int to) {
        int hash = to - from;
        for (int i = from; i < to; i++) {
            hash = hash * 31 + bytes[i];
        }
        return (hash ^ (hash >>> 15)) & (SLOTS - 1);
    }
}
