package io.gatehouse.http.http2;

/** Why a stream or a connection ends (RFC 9113, 7); the ordinal is the number on the wire. */
public enum ErrorCode {
    NO_ERROR,
    PROTOCOL_ERROR,
    INTERNAL_ERROR,
    FLOW_CONTROL_ERROR,
    SETTINGS_TIMEOUT,
    STREAM_CLOSED,
    FRAME_SIZE_ERROR,
    REFUSED_STREAM,
    CANCEL,
    COMPRESSION_ERROR,
    CONNECT_ERROR,
    ENHANCE_YOUR_CALM,
    INADEQUATE_SECURITY,
    HTTP_1_1_REQUIRED;

    private static final ErrorCode[] ALL = values();

    @SuppressWarnings("EnumOrdinal") // That is what the order of the constants is for.
    int number() {
        return ordinal();
    }

    /** The code of this number; those that nobody knows are {@link #INTERNAL_ERROR} (RFC 9113, 7). */
    static ErrorCode of(int number) {
        return number >= 0 && number < ALL.length ? ALL[number] : INTERNAL_ERROR;
    }
}
