package io.gatehouse.http.codec;

import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What was made of bytes that clients and upstreams send again and again: made once, as long as they are short and not too many others
 * come between. Used by one I/O thread.
 */
abstract class KnownBytes<T> {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** Longer ones are made each time. */
    private static final int LONGEST = 256;

    private final int bits;
    private final @Nullable T[] known;

    /** For bytes that are looked at: those of what is known are copied into it, to be compared all at once. */
    private final byte[] looked = new byte[LONGEST];

    /** Keeps two to the power of {@code bits}. */
    @SuppressWarnings("unchecked") // what is put into it is made here
    private KnownBytes(int bits) {
        this.bits = bits;
        this.known = (T[]) new Object[1 << bits];
    }

    /** Header names as they are spelled; Undertow's own where it has one that is spelled like that, as those are found to be equal at once. */
    static KnownBytes<HttpString> names() {
        return new Names();
    }

    /** Texts, one character for each byte; two to the power of {@code bits}. */
    static KnownBytes<String> texts(int bits) {
        return new Texts(bits);
    }

    abstract T make(byte[] bytes, int from, int to);

    abstract int length(T made);

    abstract void copy(T made, int length, byte[] to);

    private static final class Names extends KnownBytes<HttpString> {

        Names() {
            super(9);
        }

        @Override
        HttpString make(byte[] bytes, int from, int to) {
            HttpString constant = Headers.fromCache(new String(bytes, from, to - from, StandardCharsets.ISO_8859_1));
            return constant == null ? new HttpString(Arrays.copyOfRange(bytes, from, to)) : constant;
        }

        @Override
        int length(HttpString made) {
            return made.length();
        }

        @Override
        void copy(HttpString made, int length, byte[] to) {
            made.copyTo(0, to, 0, length);
        }
    }

    private static final class Texts extends KnownBytes<String> {

        Texts(int bits) {
            super(bits);
        }

        @Override
        String make(byte[] bytes, int from, int to) {
            return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
        }

        @Override
        int length(String made) {
            return made.length();
        }

        @Override
        @SuppressWarnings("deprecation") // The one way to copy Latin-1 text without an intermediate array.
        void copy(String made, int length, byte[] to) {
            made.getBytes(0, length, to, 0);
        }
    }

    /** What these bytes stand for. */
    T of(byte[] bytes, int from, int to) {
        if (to - from > LONGEST) {
            return make(bytes, from, to);
        }
        int slot = slot(bytes, from, to);
        T first = known[slot];
        if (first != null && isOf(first, bytes, from, to)) {
            return first;
        }
        // Each has two places, so that two that come in turn do not push each other out.
        T second = known[slot ^ 1];
        if (second != null && isOf(second, bytes, from, to)) {
            return second;
        }
        T made = make(bytes, from, to);
        if (first != null) {
            known[slot ^ 1] = first;
        }
        known[slot] = made;
        return made;
    }

    private boolean isOf(T made, byte[] bytes, int from, int to) {
        int length = to - from;
        if (length(made) != length) {
            return false;
        }
        copy(made, length, looked);
        return Arrays.equals(looked, 0, length, bytes, from, to);
    }

    /** By length, beginning and end: looking at all would cost more than making it anew. */
    private int slot(byte[] bytes, int from, int to) {
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
        return (int) (hash >>> (Long.SIZE - bits));
    }
}
