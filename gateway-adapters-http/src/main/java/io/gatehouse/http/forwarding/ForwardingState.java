package io.gatehouse.http.forwarding;

import io.gatehouse.http.pool.HostPool;
import io.gatehouse.http.pool.UpstreamConnection;

/** Where a {@link ForwardedExchange} is, with what it holds there. */
sealed interface ForwardingState {

    /** A connection is being opened, or others use those that there may be. */
    record Connecting(HostPool pool) implements ForwardingState {}

    /** Request and response are under way, each as far as it is; {@code reused} if the connection has served before. */
    record Exchanging(
            HostPool pool, UpstreamConnection connection, boolean reused, RequestSender sender, ResponseReader reader)
            implements ForwardingState {

        void drop() {
            sender.stop();
            reader.stop();
            connection.close();
        }
    }

    /** The whole response has been read and its connection left; the client has not taken all of it yet. */
    record Delivering(ResponseReader reader) implements ForwardingState {}

    /** Both connections are one. */
    record Tunnelling(Tunnel tunnel) implements ForwardingState {}

    /** Nothing is held; or it has not begun. */
    enum Ended implements ForwardingState {
        ENDED
    }
}
