package io.gatehouse.http.proxy;

import io.gatehouse.domain.upstream.HostOutcome.HostFailure;

/** Wants one connection; is told once what came of it, on the lane's I/O thread. */
interface ConnectionCallback {

    /** Here it is; {@code reused} if it has served another request before. */
    void connected(UpstreamConnection connection, boolean reused);

    /** The host cannot be reached, for this reason. */
    void unreachable(HostFailure failure, String why);

    /** There are as many connections as there may be, and too many who wait for one. */
    void busy();

    /** It has to wait in line. */
    void waits();

    /**
     * Whether a connection that was idle is tested before it is lent, which costs a system call: a request that cannot be
     * sent again is lost if the host has closed the connection meanwhile.
     */
    boolean testsOnBorrow();

    /** Whether it wants none any more; it is then told nothing. */
    boolean isGone();
}
