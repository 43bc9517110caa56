package io.gatehouse.http.connection;

import io.gatehouse.http.codec.RequestHeadParser;
import io.gatehouse.http.codec.ResponseHead;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** The beginning of a request head whose rest is still to come. */
final class HeadBytes {

    private byte[] bytes;
    private int have;

    /** Begins with so many bytes of these. */
    HeadBytes(byte[] first, int count) {
        bytes = Arrays.copyOf(first, count);
        have = count;
    }

    /** Adds what has come, and reads it once it is all there or as long as a head may be; true if it was read. */
    boolean addFrom(ByteBuffer raw, RequestHeadParser parser, int most) {
        int more = Math.min(raw.remaining(), most - have);
        if (bytes.length < have + more) {
            bytes = Arrays.copyOf(bytes, Math.min(most, Math.max(2 * have, have + more)));
        }
        raw.get(raw.position(), bytes, have, more);
        int before = have;
        have += more;
        // Looking at what is new only: who sends single bytes must not have all read again for each.
        boolean whole = have == most || ResponseHead.end(bytes, before, have) > 0;
        int end = whole ? read(parser) : RequestHeadParser.INCOMPLETE;
        raw.position(raw.position() + (end > 0 ? end - before : more));
        return end != RequestHeadParser.INCOMPLETE;
    }

    /** Reads as much as there is. */
    int read(RequestHeadParser parser) {
        return parser.read(bytes, have);
    }
}
