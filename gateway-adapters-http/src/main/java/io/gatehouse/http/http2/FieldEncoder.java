package io.gatehouse.http.http2;

import io.undertow.util.HttpString;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Encodes header blocks (RFC 7541): by the static table, by one of its own for what is the same in many messages, else as it is, for
 * packing it tighter costs more than it saves within a data centre. Undertow's loses lines where a buffer ends between two of one name.
 */
final class FieldEncoder {

    /** The table that the peer keeps for us, at most; the protocol's default. */
    static final int TABLE = 4096;

    private static final int OVERHEAD = 32;
    private static final int INDEXED = 0x80;
    private static final int KEPT = 0x40;
    private static final int SIZE = 0x20;
    private static final int NEVER_KEPT = 0x10;
    private static final int INDEXED_BITS = 7;
    private static final int KEPT_BITS = 6;
    private static final int SIZE_BITS = 5;
    private static final int PLAIN_BITS = 4;

    /** The names of the static table from the first on; where one stands several times, the later ones are left out. */
    private static final String[] STATIC = {
        ":authority",
        ":method",
        "",
        ":path",
        "",
        ":scheme",
        "",
        ":status",
        "",
        "",
        "",
        "",
        "",
        "",
        "accept-charset",
        "accept-encoding",
        "accept-language",
        "accept-ranges",
        "accept",
        "access-control-allow-origin",
        "age",
        "allow",
        "authorization",
        "cache-control",
        "content-disposition",
        "content-encoding",
        "content-language",
        "content-length",
        "content-location",
        "content-range",
        "content-type",
        "cookie",
        "date",
        "etag",
        "expect",
        "expires",
        "from",
        "host",
        "if-match",
        "if-modified-since",
        "if-none-match",
        "if-range",
        "if-unmodified-since",
        "last-modified",
        "link",
        "location",
        "max-forwards",
        "proxy-authenticate",
        "proxy-authorization",
        "range",
        "referer",
        "refresh",
        "retry-after",
        "server",
        "set-cookie",
        "strict-transport-security",
        "transfer-encoding",
        "user-agent",
        "vary",
        "via",
        "www-authenticate"
    };

    /** Lines that stand whole in the static table. */
    private static final Map<String, Integer> WHOLE = Map.ofEntries(
            Map.entry(":method GET", 2),
            Map.entry(":method POST", 3),
            Map.entry(":path /", 4),
            Map.entry(":scheme http", 6),
            Map.entry(":scheme https", 7),
            Map.entry(":status 200", 8),
            Map.entry(":status 204", 9),
            Map.entry(":status 206", 10),
            Map.entry(":status 304", 11),
            Map.entry(":status 400", 12),
            Map.entry(":status 404", 13),
            Map.entry(":status 500", 14));

    private static final Map<HttpString, Integer> NAMES = names();

    /** What is the same in many messages; all else would only push these out of the table. */
    private static final Set<HttpString> SAME = Set.of(
            new HttpString("accept"),
            new HttpString("accept-encoding"),
            new HttpString("access-control-allow-origin"),
            new HttpString("cache-control"),
            new HttpString("content-type"),
            new HttpString(":authority"),
            new HttpString("server"),
            new HttpString("strict-transport-security"),
            new HttpString("te"),
            new HttpString("user-agent"),
            new HttpString("vary"),
            new HttpString("via"));

    private final Deque<Kept> table = new ArrayDeque<>();
    private int size;
    private int most = TABLE;
    private int smallest = -1;
    private byte[] bytes = new byte[512];
    private int length;

    private record Kept(HttpString name, String value) {
        int size() {
            return name.length() + value.length() + OVERHEAD;
        }
    }

    private static Map<HttpString, Integer> names() {
        var names = new HashMap<HttpString, Integer>();
        for (int i = 0; i < STATIC.length; i++) {
            if (!STATIC[i].isEmpty()) {
                names.put(new HttpString(STATIC[i]), i + 1);
            }
        }
        return Map.copyOf(names);
    }

    /** The peer keeps that much of a table from now on. */
    void limit(long bytesOfTable) {
        int now = (int) Math.min(bytesOfTable, TABLE);
        smallest = smallest < 0 ? now : Math.min(smallest, now);
        most = now;
    }

    /** Begins a block. */
    FieldEncoder begin() {
        length = 0;
        if (smallest >= 0) {
            evict(smallest);
            if (smallest < most) {
                number(SIZE, SIZE_BITS, smallest);
            }
            number(SIZE, SIZE_BITS, most);
            smallest = -1;
        }
        return this;
    }

    /** Adds a field whose characters are all below 256; its name goes out in small letters, and a control character of its value as a blank. */
    FieldEncoder add(HttpString name, String value) {
        Integer known = NAMES.get(name);
        if (known != null && known <= 8) {
            Integer whole = WHOLE.get(name + " " + value);
            if (whole != null) {
                number(INDEXED, INDEXED_BITS, whole);
                return this;
            }
        }
        boolean same = SAME.contains(name) && name.length() + value.length() + OVERHEAD <= most / 4;
        int kept = same ? find(name, value) : 0;
        if (kept > 0) {
            number(INDEXED, INDEXED_BITS, STATIC.length + kept);
            return this;
        }
        number(same ? KEPT : NEVER_KEPT, same ? KEPT_BITS : PLAIN_BITS, known == null ? 0 : known);
        if (known == null) {
            name(name);
        }
        value(value);
        if (same) {
            keep(new Kept(name, value));
        }
        return this;
    }

    private int find(HttpString name, String value) {
        int i = 0;
        for (Kept one : table) {
            i++;
            if (one.value.equals(value) && one.name.equals(name)) {
                return i;
            }
        }
        return 0;
    }

    private void keep(Kept one) {
        evict(most - one.size());
        table.addFirst(one);
        size += one.size();
    }

    private void evict(int to) {
        while (size > to && !table.isEmpty()) {
            size -= table.removeLast().size();
        }
    }

    private void name(HttpString name) {
        int n = name.length();
        number(0, INDEXED_BITS, n);
        room(n);
        name.copyTo(bytes, length);
        for (int i = length; i < length + n; i++) {
            bytes[i] = (byte) (bytes[i] >= 'A' && bytes[i] <= 'Z' ? bytes[i] + ('a' - 'A') : bytes[i]);
        }
        length += n;
    }

    @SuppressWarnings("deprecation") // The one way to copy Latin-1 text without an intermediate array.
    private void value(String value) {
        int n = value.length();
        number(0, INDEXED_BITS, n);
        room(n);
        value.getBytes(0, n, bytes, length);
        for (int i = length; i < length + n; i++) {
            byte b = bytes[i];
            bytes[i] = (b >= 0 && b < ' ' && b != '\t') || b == 0x7f ? (byte) ' ' : b;
        }
        length += n;
    }

    private void number(int mark, int bits, int value) {
        room(6);
        int most = (1 << bits) - 1;
        if (value < most) {
            bytes[length++] = (byte) (mark | value);
            return;
        }
        bytes[length++] = (byte) (mark | most);
        int left = value - most;
        while (left >= 0x80) {
            bytes[length++] = (byte) ((left & 0x7f) | 0x80);
            left >>>= 7;
        }
        bytes[length++] = (byte) left;
    }

    private void room(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
        }
    }

    /** Sends the block, in as many frames as it takes. */
    void send(FrameOutput out, int stream, boolean last) {
        int type = Frame.HEADERS;
        int at = 0;
        do {
            int part = Math.min(length - at, Frame.LONGEST);
            int flags = at + part == length ? Frame.END_HEADERS : 0;
            flags |= last && type == Frame.HEADERS ? Frame.END_STREAM : 0;
            out.frame(ByteBuffer.wrap(bytes, at, part), type, flags, stream);
            at += part;
            type = Frame.CONTINUATION;
        } while (at < length);
        bytes = bytes.length > 4 * TABLE ? new byte[512] : bytes;
    }
}
