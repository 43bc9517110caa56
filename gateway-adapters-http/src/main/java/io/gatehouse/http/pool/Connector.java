package io.gatehouse.http.pool;

import io.gatehouse.domain.upstream.HostOutcome.HostFailure;
import io.gatehouse.http.timer.DeadlineScanner;
import org.jspecify.annotations.Nullable;
import org.xnio.StreamConnection;

/** What one I/O thread opens connections with: names, TCP on that thread, and TLS where a host wants it. */
public record Connector(DeadlineScanner scanner, HostNames names, UpstreamTls tls) {

    /** Hears once what came of a {@link ConnectAttempt}, on the I/O thread. */
    public interface Listener {

        /** The connection is open, its TLS handshake done; nobody listens to it yet. */
        void opened(StreamConnection channel);

        /** No address took the connection: why, address by address, and how the last one failed; null if time ran out. */
        void failed(HostFailure failure, String why, @Nullable Throwable last);
    }

    /** Where sockets have their places; a {@link ConnectAttempt} has one from the start. */
    public interface Places {

        /** For sockets that nobody counts. */
        Places ENDLESS = new Places() {};

        /** Takes a place for one more socket; false if there is none. */
        default boolean takePlace() {
            return true;
        }

        /** Gives back a place that is not needed any more; the first one too, unless the connection is open. */
        default void leavePlace() {}
    }
}
