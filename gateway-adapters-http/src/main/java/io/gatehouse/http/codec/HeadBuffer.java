package io.gatehouse.http.codec;

import io.undertow.util.HttpString;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Bytes of a request head being put together; grows as needed, reused by its I/O thread. */
public final class HeadBuffer {

    private static final VarHandle EIGHT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private byte[] bytes = new byte[4096];
    private int length;

    public HeadBuffer reset() {
        length = 0;
        return this;
    }

    /** Adds text whose characters are all below 256. */
    public HeadBuffer add(String text) {
        return add(text, 0, text.length());
    }

    /** Adds a part of a text whose characters are all below 256. */
    @SuppressWarnings("deprecation") // The one way to copy Latin-1 text without an intermediate array.
    public HeadBuffer add(String text, int from, int to) {
        room(to - from);
        text.getBytes(from, to, bytes, length);
        length += to - from;
        return this;
    }

    /** Adds text that may come from anywhere: a control character becomes a blank, so that nothing of it can begin a line. */
    public HeadBuffer addValue(String text) {
        int from = length;
        add(text);
        for (int i = Tokens.control(bytes, from, length); i < length; i = Tokens.control(bytes, i, length)) {
            bytes[i] = ' ';
        }
        return this;
    }

    public HeadBuffer add(HttpString name) {
        int n = name.length();
        room(n);
        name.copyTo(bytes, length);
        length += n;
        return this;
    }

    public HeadBuffer add(byte[] text) {
        room(text.length);
        System.arraycopy(text, 0, bytes, length, text.length);
        length += text.length;
        return this;
    }

    /** Adds the values of all lines with this name, a comma behind each. */
    public HeadBuffer addAll(FieldLines lines, HttpString name) {
        if (!lines.contains(name)) {
            return this;
        }
        for (int i = 0; i < lines.count(); i++) {
            if (lines.name(i).equals(name)) {
                add(lines.value(i)).add(", ");
            }
        }
        return this;
    }

    /** Adds a number that is not negative, in digits. */
    public HeadBuffer add(long number) {
        int digits = 1;
        for (long rest = number; rest >= 10; rest /= 10) {
            digits++;
        }
        room(digits);
        long rest = number;
        for (int at = length + digits - 1; at >= length; at--) {
            bytes[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length += digits;
        return this;
    }

    /** Adds 16 hex digits. */
    public HeadBuffer addHex(long bits) {
        room(16);
        EIGHT.set(bytes, length, digits(bits >>> 32));
        EIGHT.set(bytes, length + 8, digits(bits & 0xffff_ffffL));
        length += 16;
        return this;
    }

    /** The eight hex digits of 32 bits in ASCII, all of them worked out at once. */
    private static long digits(long bits) {
        long spread = (bits << 16 | bits) & 0x0000_ffff_0000_ffffL;
        spread = (spread << 8 | spread) & 0x00ff_00ff_00ff_00ffL;
        spread = (spread << 4 | spread) & 0x0f0f_0f0f_0f0f_0f0fL;
        long isLetter = ((spread + 0x0606_0606_0606_0606L) >>> 4) & 0x0101_0101_0101_0101L;
        return spread + 0x3030_3030_3030_3030L + isLetter * ('a' - '0' - 10);
    }

    public HeadBuffer add(char c) {
        room(1);
        bytes[length++] = (byte) c;
        return this;
    }

    public HeadBuffer endLine() {
        room(2);
        bytes[length++] = '\r';
        bytes[length++] = '\n';
        return this;
    }

    /** Takes back what was added behind that length. */
    public void cutTo(int shorter) {
        length = shorter;
    }

    public int length() {
        return length;
    }

    /** Has it read as a request. */
    public void readBy(RequestHeadParser parser) {
        parser.read(bytes, length);
    }

    public void copyTo(ByteBuffer buffer) {
        buffer.put(bytes, 0, length);
    }

    public byte[] toBytes() {
        return Arrays.copyOf(bytes, length);
    }

    private void room(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }
}
