package io.gatehouse.http.pool;

import io.gatehouse.domain.upstream.HostOutcome.HostFailure;

/** Wants one connection; hears once what came of it, on the context's I/O thread, unless it {@link HostPool#leave leaves}. */
public interface ConnectionCallback {

    /** Which of the connections that idle will do, for a request that the host may have stopped to listen for. */
    enum Reuse {
        /** Any: the request can be sent again if the connection turns out to be dead. */
        ANY,
        /** One that has been looked at, which costs a system call: the request would be lost. */
        TESTED,
        /** None: one of them has turned out to be dead. */
        NONE
    }

    /** Here it is; {@code reused} if it has served another request before. */
    void connected(UpstreamConnection connection, boolean reused);

    /** The host cannot be reached, for this reason. */
    void unreachable(HostFailure failure, String why);

    /** There are as many connections as there may be, and too many who wait for one. */
    void busy();

    /** It has to wait in line; what comes of that it hears later. */
    void waits();
}
