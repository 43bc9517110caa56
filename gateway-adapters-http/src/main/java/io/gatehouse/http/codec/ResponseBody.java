package io.gatehouse.http.codec;

import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** How the body of an response ends, and where its content stands in the bytes that come in. */
public final class ResponseBody {

    /** All content has been found. */
    public static final int END = -1;
    /** There is no content in the buffer, and it has been skipped. */
    public static final int MORE = 0;
    /** The framing makes no sense. */
    public static final int BROKEN = -2;

    private static final int NO_CONTENT = 204;
    private static final int NOT_MODIFIED = 304;

    /** In the place of what is left. */
    private static final long UNTIL_CLOSE = -1;

    private final ChunkedCoding.@Nullable Decoder chunks;
    private long left;

    private ResponseBody(ChunkedCoding.@Nullable Decoder chunks, long left) {
        this.chunks = chunks;
        this.left = left;
    }

    /** The body that belongs to this head as an response to this method. */
    public static ResponseBody of(ResponseHead head, HttpString method) {
        boolean none = method.equals(Methods.HEAD) || head.status() == NO_CONTENT || head.status() == NOT_MODIFIED;
        if (none || head.length() != ResponseHead.UNKNOWN) {
            return new ResponseBody(null, none ? 0 : head.length());
        }
        return head.chunked()
                ? new ResponseBody(ChunkedCoding.Decoder.ofResponse(), 0)
                : new ResponseBody(null, UNTIL_CLOSE);
    }

    /** The body of a response whose end is told apart from its content, as by HTTP/2; none where there is none. */
    public static ResponseBody ofStream(ResponseHead head, HttpString method) {
        boolean none = method.equals(Methods.HEAD) || head.status() == NO_CONTENT || head.status() == NOT_MODIFIED;
        return new ResponseBody(null, none ? 0 : UNTIL_CLOSE);
    }

    /** Bytes of content at the buffer's position, framing before them skipped; or END, MORE or BROKEN. */
    public int available(ByteBuffer raw) {
        if (chunks != null) {
            return chunks.available(raw);
        }
        if (isUntilClose()) {
            return raw.remaining();
        }
        return left == 0 ? END : (int) Math.min(left, raw.remaining());
    }

    /** Content has been taken from the buffer. */
    public void taken(int bytes) {
        if (chunks != null) {
            chunks.taken(bytes);
        } else if (!isUntilClose()) {
            left -= bytes;
        }
    }

    /** Whether nothing needs to come behind so much content. */
    public boolean isLast(int content) {
        return isUntilClose() || (chunks == null && content == left);
    }

    /** Whether it ends when the connection does. */
    public boolean isUntilClose() {
        return left == UNTIL_CLOSE;
    }
}
