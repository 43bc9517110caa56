package io.gatehouse.http;

import io.gatehouse.domain.address.AddressRange;
import io.gatehouse.http.connection.ListenerRules;
import io.gatehouse.http.tls.ListenerTls;
import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One port that clients connect to.
 *
 * @param address where to listen; port 0 lets the system choose
 * @param socket how it comes by its socket; an inherited one is bound already, wherever that is
 * @param tls what secures its connections; null for clear text
 * @param http2 whether clients may speak HTTP/2: in clear text by prior knowledge; over TLS ALPN says whether they do
 * @param proxies who must say by the PROXY protocol for whom it connects, and nobody else may connect; null if that is not spoken
 * @param rules what holds for every request that comes to it
 */
public record ListenerSettings(
        InetSocketAddress address,
        SocketKind socket,
        @Nullable ListenerTls tls,
        boolean http2,
        @Nullable List<AddressRange> proxies,
        ListenerRules rules) {

    public ListenerSettings {
        proxies = proxies == null ? null : List.copyOf(proxies);
    }

    /** How a process comes by its socket. */
    public enum SocketKind {
        /** It opens one; the port is its alone. */
        OWN,
        /** It opens one, and lets others do so at the same address: the system shares connections out among them ({@code SO_REUSEPORT}). */
        SHARED,
        /**
         * It was started with one as its standard input, which others have as well, and which is bound already: all take connections from one
         * queue, and none is lost when one of them ends.
         */
        INHERITED
    }
}
