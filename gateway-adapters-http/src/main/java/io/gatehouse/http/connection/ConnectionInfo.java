package io.gatehouse.http.connection;

import io.gatehouse.http.tls.PeerCertificate;
import io.gatehouse.http.tls.TlsSession;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import org.xnio.StreamConnection;

/**
 * What is known of a client's connection before its first request. Immutable.
 *
 * @param peer the client, or whoever the proxy in front says it is
 * @param local where it connected to
 * @param tls how it is secured; null for clear text
 * @param rules what holds for all requests of the port
 */
public record ConnectionInfo(
        InetSocketAddress peer,
        InetSocketAddress local,
        @Nullable TlsSession tls,
        ListenerRules rules) {

    /**
     * What the system says of a connection in clear text; null if its client has gone already.
     *
     * @param usual taken for its local address where that is equal, so that connections share one; null for none
     */
    public static @Nullable ConnectionInfo of(
            StreamConnection channel, ListenerRules rules, @Nullable InetSocketAddress usual) {
        InetSocketAddress peer = channel.getPeerAddress(InetSocketAddress.class);
        InetSocketAddress local = channel.getLocalAddress(InetSocketAddress.class);
        return peer == null || local == null
                ? null
                : new ConnectionInfo(peer, usual != null && usual.equals(local) ? usual : local, null, rules);
    }

    /** The same connection, secured. */
    public ConnectionInfo secured(TlsSession session) {
        return new ConnectionInfo(peer, local, session, rules);
    }

    /** The same connection as the proxy in front says who it is for. */
    public ConnectionInfo proxied(InetSocketAddress client, InetSocketAddress destination) {
        return new ConnectionInfo(client, destination, tls, rules);
    }

    /** The client's certificate; null if it has none, or was not asked. */
    public @Nullable PeerCertificate certificate() {
        return tls == null ? null : tls.certificate();
    }

    /** {@code http} or {@code https}. */
    public String scheme() {
        return tls == null ? "http" : "https";
    }
}
