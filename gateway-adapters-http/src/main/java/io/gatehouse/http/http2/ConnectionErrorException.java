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

    /** The peer has sent what may not be, or not now. */
    static ConnectionErrorException protocol(String what) {
        return new ConnectionErrorException(ErrorCode.PROTOCOL_ERROR, what);
    }

    /** The peer has sent a frame of a length that its type cannot have. */
    static ConnectionErrorException frameSize(String what) {
        return new ConnectionErrorException(ErrorCode.FRAME_SIZE_ERROR, what);
    }

    /** The peer has opened a window further than one can be. */
    static ConnectionErrorException largeWindow() {
        return new ConnectionErrorException(ErrorCode.FLOW_CONTROL_ERROR, "a window is too large");
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
