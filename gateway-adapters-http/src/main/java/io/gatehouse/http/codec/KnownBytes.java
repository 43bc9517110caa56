package io.gatehouse.http.codec;

import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What was made of bytes that clients and upstreams send again and again: the second time is the last one that it is made, as long as it
 * is not very long and not too many others come between. Keeps so many, and so many bytes of them. Used by one I/O thread.
 */
abstract class KnownBytes<T> {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** Longer ones are made each time. */
    static final int LONGEST = 1024;

    /** What is known is forgotten beyond so many bytes. */
    private static final int MOST_BYTES = 1 << 20;

    /** Each has so many places, so that a few that come in turn do not push each other out. */
    private static final int WAYS = 4;

    private final int bits;
    private final @Nullable T[] known;

    /** Of what is known at the same place: others are told apart without a look at them, which is likely to be far away. */
    private final int[] tags;

    private int bytesKnown;

    /** So that those that have been seen once in one place take turns. */
    private int turn;

    /** Keeps two to the power of {@code bits}. */
    @SuppressWarnings("unchecked") // what is put into it is made here
    private KnownBytes(int bits) {
        this.bits = bits;
        this.known = (T[]) new Object[1 << bits];
        this.tags = new int[1 << bits];
    }

    /** Names of headers and methods as they are spelled; Undertow's own where it has one that is spelled like that, as those are found to be equal at once. */
    static KnownBytes<HttpString> names() {
        return new Names();
    }

    /** Texts, one character for each byte; two to the power of {@code bits}. */
    static KnownBytes<String> texts(int bits) {
        return new Texts(bits);
    }

    abstract T make(byte[] bytes, int from, int to);

    abstract int length(T made);

    /** What is made of these bytes is known at this place from now on. */
    void kept(int place, byte[] bytes, int from, int to) {}

    /** Whether what is known at this place was made of these bytes. */
    abstract boolean isOf(int place, T made, byte[] bytes, int from, int to);

    private static final class Names extends KnownBytes<HttpString> {

        private static final int BITS = 9;

        /** What each was made of, so that nothing needs to be copied to compare it: names are few and short. */
        private final byte[][] spelled = new byte[1 << BITS][];

        Names() {
            super(BITS);
        }

        @Override
        HttpString make(byte[] bytes, int from, int to) {
            String text = new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
            HttpString constant = Headers.fromCache(text);
            return constant == null ? Methods.fromString(text) : constant;
        }

        @Override
        void kept(int place, byte[] bytes, int from, int to) {
            spelled[place] = Arrays.copyOfRange(bytes, from, to);
        }

        @Override
        int length(HttpString made) {
            // It is kept as it is spelled, too.
            return 2 * made.length();
        }

        @Override
        boolean isOf(int place, HttpString made, byte[] bytes, int from, int to) {
            byte[] its = spelled[place];
            return Arrays.equals(its, 0, its.length, bytes, from, to);
        }
    }

    private static final class Texts extends KnownBytes<String> {

        /** What is known is copied into it, to be compared all at once: it will be wanted nearby anyway. */
        private final byte[] looked = new byte[LONGEST];

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
        boolean isOf(int place, String made, byte[] bytes, int from, int to) {
            int length = made.length();
            if (length != to - from) {
                return false;
            }
            made.getBytes(0, length, looked, 0);
            return Arrays.equals(looked, 0, length, bytes, from, to);
        }
    }

    /** What these bytes stand for. */
    T of(byte[] bytes, int from, int to) {
        if (to - from > LONGEST) {
            return make(bytes, from, to);
        }
        long hash = hash(bytes, from, to);
        int place = (int) (hash >>> (Long.SIZE - bits)) & -WAYS;
        int tag = (int) hash | 1;
        for (int i = place; i < place + WAYS; i++) {
            if (tags[i] == tag) {
                T one = known[i];
                if (one == null) {
                    kept(i, bytes, from, to);
                    return keep(i, make(bytes, from, to));
                }
                if (isOf(i, one, bytes, from, to)) {
                    return one;
                }
            }
        }
        seen(place, tag);
        return make(bytes, from, to);
    }

    /**
     * Seen once is not known yet: what never comes again must not take the place of what does, as long as there is another, nor outlive its
     * request.
     */
    private void seen(int place, int tag) {
        int free = place + (++turn & (WAYS - 1));
        for (int i = place; i < place + WAYS; i++) {
            if (tags[i] == 0 || (known[i] == null && known[free] != null)) {
                free = i;
            }
        }
        T last = known[free];
        if (last != null) {
            bytesKnown -= length(last);
            known[free] = null;
        }
        tags[free] = tag;
    }

    private T keep(int place, T made) {
        int length = length(made);
        bytesKnown += length;
        if (bytesKnown > MOST_BYTES) {
            Arrays.fill(known, null);
            bytesKnown = length;
        }
        known[place] = made;
        return made;
    }

    int bytesKnown() {
        return bytesKnown;
    }

    /** By length, beginning, middle and end: looking at all would cost more than making it anew. */
    private static long hash(byte[] bytes, int from, int to) {
        int length = to - from;
        long hash = length;
        if (length >= Long.BYTES) {
            int middle = from + (length - Long.BYTES) / 2;
            hash += ((long) LONGS.get(bytes, from) * 31 + (long) LONGS.get(bytes, middle)) * 31
                    + (long) LONGS.get(bytes, to - Long.BYTES);
        } else if (length > 0 && bytes.length - from >= Long.BYTES) {
            hash += (long) LONGS.get(bytes, from) << ((Long.BYTES - length) * Byte.SIZE);
        } else {
            for (int i = to - 1; i >= from; i--) {
                hash += (bytes[i] & 0xffL) << ((Long.BYTES - to + i) * Byte.SIZE);
            }
        }
        hash *= 0x9e3779b97f4a7c15L;
        hash = (hash ^ hash >>> 32) * 0xbf58476d1ce4e5b9L;
        return hash ^ hash >>> 29;
    }
}
