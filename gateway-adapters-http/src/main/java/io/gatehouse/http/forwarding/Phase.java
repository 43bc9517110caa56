package io.gatehouse.http.forwarding;

/** What a forwarded request is waiting for; each has its own patience and its own end when that runs out. */
enum Phase {
    /** A connection to a host being opened; the attempt has a deadline of its own. */
    CONNECTION,
    /** A connection that others use, in a line. */
    LINE,
    /** The client, for more of the request body. */
    REQUEST_BODY,
    /** The upstream, to take more of the request. */
    SENDING,
    /** The head of the answer. */
    ANSWER_HEAD,
    /** More of the answer's body. */
    ANSWER_BODY,
    /** The client, to take more of the answer. */
    CLIENT_WRITES,
    /** Either side of a tunnel. */
    TUNNEL,
    /** Nothing: it is over. */
    OVER;

    /**
     * Whether an exchange may stay here for as long as it likes. What has been sent and waits for its answer does not: its
     * upstream may have done what it was asked to, and the client hears of that.
     */
    boolean lasts() {
        return switch (this) {
            case REQUEST_BODY, SENDING, ANSWER_BODY, CLIENT_WRITES, TUNNEL -> true;
            case CONNECTION, LINE, ANSWER_HEAD, OVER -> false;
        };
    }
}
