package io.gatehouse.http.forwarding;

/** What has happened on the way of a {@link HostAttempt}. */
enum Signal {
    /** The whole request has been sent. */
    REQUEST_SENT,
    /** The upstream takes no more of the request; it may have responded already. */
    SENDING_BROKE,
    /** The request body is longer than it may be. */
    BODY_TOO_LARGE,
    /** The request body is not framed as it should be. */
    BODY_MALFORMED,
    /** The client is gone, or cannot be written to or read from. */
    CLIENT_LOST,
    /** The whole response has been read from the upstream. */
    RESPONSE_READ,
    /** The whole response has been sent to the client. */
    RESPONSE_SENT
}
