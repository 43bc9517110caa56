package io.gatehouse.http.codec;

import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What was made of bytes that clients and upstreams send again and again: made once, as long as they are short and not too many others
 * come between. Used by one I/O thread.
 */
final class KnownBytes<T> {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final Function<byte[], T> make;
    private final int longest;
    private final int bits;
    private final @Nullable Known<T>[] known;

    @SuppressWarnings("ArrayRecordComponent") // Never compared, and never handed out.
    private record Known<T>(byte[] bytes, T made) {}

    /** Keeps two to the power of {@code bits}. */
    @SuppressWarnings({"unchecked", "rawtypes"}) // an array of the one class that is put into it
    private KnownBytes(int bits, int longest, Function<byte[], T> make) {
        this.make = make;
        this.longest = longest;
        this.bits = bits;
        this.known = new @Nullable Known[1 << bits];
    }

    /** Header names as they are spelled; Undertow's own where it has one that is spelled like that, as those are found to be equal at once. */
    static KnownBytes<HttpString> names() {
        return new KnownBytes<>(9, 64, bytes -> {
            HttpString constant = Headers.fromCache(new String(bytes, StandardCharsets.ISO_8859_1));
            return constant == null ? new HttpString(bytes) : constant;
        });
    }

    /** Texts, one character for each byte. */
    static KnownBytes<String> texts() {
        return new KnownBytes<>(10, 256, bytes -> new String(bytes, StandardCharsets.ISO_8859_1));
    }

    /** What these bytes stand for. */
    T of(byte[] bytes, int from, int to) {
        if (to - from > longest) {
            return make.apply(Arrays.copyOfRange(bytes, from, to));
        }
        int slot = slot(bytes, from, to);
        Known<T> first = known[slot];
        if (first != null && isOf(first, bytes, from, to)) {
            return first.made;
        }
        // Each has two places, so that two that come in turn do not push each other out.
        Known<T> second = known[slot ^ 1];
        if (second != null && isOf(second, bytes, from, to)) {
            return second.made;
        }
        byte[] key = Arrays.copyOfRange(bytes, from, to);
        var made = new Known<>(key, make.apply(key));
        known[slot ^ 1] = first;
        known[slot] = made;
        return made.made;
    }

    private static boolean isOf(Known<?> known, byte[] bytes, int from, int to) {
        return Arrays.equals(known.bytes, 0, known.bytes.length, bytes, from, to);
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
