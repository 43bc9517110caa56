package io.gatehouse.http.connection;

import io.gatehouse.http.codec.HeadBuffer;
import io.gatehouse.http.codec.HeadLimits;
import io.gatehouse.http.codec.Http2RequestHead;
import io.gatehouse.http.codec.RequestHeadParser;
import io.gatehouse.http.codec.SpareArrays;
import io.gatehouse.http.timer.DeadlineScanner;
import io.undertow.util.HeaderMap;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** What all connections of one I/O thread share: memory that they use one after the other, and who watches them. */
public final class ConnectionThread {

    /** Most heads are shorter; what is longer than this is read in an array of its own. */
    private static final int USUAL_HEAD = 2048;

    private static final int SCRATCH = 16 * 1024;

    private final DeadlineScanner scanner;
    private final RequestHeadParser parser;
    private final byte[] headBytes;
    private final int mostHeadBytes;
    private final HeadLimits limits;
    private @Nullable Http2RequestHead http2Head;
    private final HeadBuffer responseHead = new HeadBuffer();
    private final SpareArrays spareArrays = new SpareArrays();
    private final HeaderMap notUsed = new HeaderMap();
    private final @Nullable ByteBuffer[] both = new @Nullable ByteBuffer[2];
    private final ByteBuffer scratch = ByteBuffer.allocateDirect(SCRATCH);

    public ConnectionThread(DeadlineScanner scanner, HeadLimits limits) {
        this.scanner = scanner;
        this.limits = limits;
        this.parser = new RequestHeadParser(limits);
        this.headBytes = new byte[Math.min(USUAL_HEAD, limits.bytes())];
        this.mostHeadBytes = limits.bytes();
    }

    DeadlineScanner scanner() {
        return scanner;
    }

    HeadLimits limits() {
        return limits;
    }

    /** What reads the heads of requests by HTTP/2. */
    Http2RequestHead http2Head() {
        Http2RequestHead head = http2Head;
        if (head == null) {
            head = new Http2RequestHead(limits);
            http2Head = head;
        }
        return head;
    }

    RequestHeadParser parser() {
        return parser;
    }

    /** Room for the bytes of a request head, as most are. */
    byte[] headBytes() {
        return headBytes;
    }

    /** The bytes that the longest has. */
    int mostHeadBytes() {
        return mostHeadBytes;
    }

    /** For bytes that come from a socket or go to one now; of nobody beyond that. */
    ByteBuffer scratch() {
        return scratch;
    }

    HeadBuffer responseHead() {
        return responseHead;
    }

    /** Room for the field lines of requests and responses that are under way. */
    SpareArrays spareArrays() {
        return spareArrays;
    }

    /** What Undertow's exchanges want and nobody looks into. */
    HeaderMap notUsed() {
        return notUsed;
    }

    /** These two, for a gathering write; of nobody beyond that. */
    @Nullable
    ByteBuffer[] both(ByteBuffer first, ByteBuffer second) {
        both[0] = first;
        both[1] = second;
        return both;
    }
}
