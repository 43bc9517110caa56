package io.gatehouse.http.http2;

import java.io.IOException;

/** A stream has ended before its time. */
public final class StreamResetException extends IOException {

    private static final long serialVersionUID = 1L;

    StreamResetException(ErrorCode code) {
        super("stream reset (" + code + ")");
    }

    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
