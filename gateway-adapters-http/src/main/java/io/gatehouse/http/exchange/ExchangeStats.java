package io.gatehouse.http.exchange;

import io.gatehouse.domain.rejection.Rejection;
import org.jspecify.annotations.Nullable;

/** What is noted of an exchange on its way, for the record of it; used on its I/O thread only. */
public final class ExchangeStats {

    private @Nullable Rejection rejection;
    private @Nullable String upstream;
    private @Nullable String upstreamFailure;
    private int attempts;
    private long firstByteNanos = -1;
    private long bytesIn;
    private long tunnelledOut;

    /** The gateway itself answers, or cuts the answer off, for this reason. */
    public void rejected(Rejection reason) {
        rejection = reason;
    }

    /** One more host is tried. */
    public void trying(String host) {
        upstream = host;
        attempts++;
    }

    /** Something is wrong with the upstream: in a few words, which may quote what it sent. */
    public void upstreamFailed(String why) {
        upstreamFailure = why;
    }

    /** The head of the upstream's answer is there, that long after forwarding began. */
    public void firstByte(long nanos) {
        firstByteNanos = nanos;
    }

    /** Bytes of the request body have come in. */
    public void received(long bytes) {
        bytesIn += bytes;
    }

    /** Bytes have gone to the client through an upgraded connection. */
    public void tunnelled(long bytes) {
        tunnelledOut += bytes;
    }

    @Nullable
    Rejection rejection() {
        return rejection;
    }

    @Nullable
    String upstream() {
        return upstream;
    }

    @Nullable
    String upstreamFailure() {
        return upstreamFailure;
    }

    int attempts() {
        return attempts;
    }

    long firstByteNanos() {
        return firstByteNanos;
    }

    long bytesIn() {
        return bytesIn;
    }

    long tunnelledOut() {
        return tunnelledOut;
    }
}
