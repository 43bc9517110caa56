package io.gatehouse.http.http2;

import java.io.IOException;

/** The peer has done what ends the whole connection; the message says what. */
final class ConnectionErrorException extends IOException {

    private static final long serialVersionUID = 1L;

    private final ErrorCode code;

    ConnectionErrorException(ErrorCode code, String what) {
        super(what);
        this.code = code;
    }

    ErrorCode code() {
        return code;
    }

    /** No place in the code is wrong: a peer must not make us walk the stack. */
    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
