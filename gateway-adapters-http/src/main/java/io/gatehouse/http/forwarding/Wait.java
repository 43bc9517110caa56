package io.gatehouse.http.forwarding;

import io.gatehouse.domain.service.Timeouts;
import io.gatehouse.domain.upstream.HostOutcome.HostFailure;
import io.gatehouse.http.connection.ClientTimeouts;

/** What a forwarded exchange waits for; each has its own patience, and its own end when that runs out. */
enum Wait {
    /** A connection to a host; opening one has a deadline of its own. */
    CONNECTION,
    /** A connection that others use. */
    LINE,
    /** The client, for more of the request body. */
    REQUEST_BODY,
    /** The upstream, to take more of the request. */
    SENDING,
    RESPONSE_HEAD,
    RESPONSE_BODY,
    /** The client, to take more of the response. */
    CLIENT_WRITES,
    /** Either side of a tunnel. */
    TUNNEL;

    /** Whether the head of the response has not come, and the host is what is waited for. */
    boolean isBeforeHead() {
        return switch (this) {
            case CONNECTION, LINE, SENDING, RESPONSE_HEAD -> true;
            case REQUEST_BODY, RESPONSE_BODY, CLIENT_WRITES, TUNNEL -> false;
        };
    }

    boolean isOfRequest() {
        return this == SENDING || this == REQUEST_BODY;
    }

    /**
     * Whether an exchange may stay here for as long as it likes. What has been sent and waits for its response does not: its
     * upstream may have done what it was asked to, and the client hears of that.
     */
    boolean lasts() {
        return switch (this) {
            case REQUEST_BODY, SENDING, RESPONSE_BODY, CLIENT_WRITES, TUNNEL -> true;
            case CONNECTION, LINE, RESPONSE_HEAD -> false;
        };
    }

    /** What it means that time is up here: whoever is waited for is late. */
    HostFailure late() {
        return switch (this) {
            case LINE -> HostFailure.GATEWAY;
            case CONNECTION -> HostFailure.CONNECT_TIMEOUT;
            case REQUEST_BODY, CLIENT_WRITES -> HostFailure.CLIENT;
            case SENDING, RESPONSE_HEAD, RESPONSE_BODY, TUNNEL -> HostFailure.TIMEOUT;
        };
    }

    /** For how many nanoseconds nothing may move here. */
    long patience(Timeouts upstream, ClientTimeouts client) {
        return switch (this) {
            case CONNECTION -> Long.MAX_VALUE;
            case LINE -> upstream.connect().toNanos();
            case REQUEST_BODY, CLIENT_WRITES -> client.stall().toNanos();
            case RESPONSE_HEAD -> upstream.response().toNanos();
            case SENDING, RESPONSE_BODY, TUNNEL -> upstream.idle().toNanos();
        };
    }
}
