package io.gatehouse.http.tls;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * What a TLS handshake with a client came to. Immutable.
 *
 * @param version such as {@code TLSv1.3}
 * @param cipher the cipher suite by its IANA name
 * @param protocol what was agreed on by ALPN, {@code h2} or {@code http/1.1}; null if the client did not ask
 * @param certificate the client's, verified; null if it has sent none
 */
public record TlsSession(
        String version,
        String cipher,
        @Nullable String protocol,
        @Nullable PeerCertificate certificate) {

    /** HTTP/2 by its ALPN name. */
    public static final String H2 = "h2";

    /** HTTP/1.1 by its ALPN name. */
    public static final String HTTP_1_1 = "http/1.1";

    /** What is spoken to validate a name by TLS-ALPN-01 (RFC 8737): nothing behind the handshake. */
    public static final String ACME_TLS = "acme-tls/1";

    /** Of an engine whose handshake is done; with {@code chain} all certificates of the client are kept. */
    static TlsSession of(SSLEngine engine, boolean chain) {
        SSLSession session = engine.getSession();
        String agreed = engine.getApplicationProtocol();
        return new TlsSession(
                session.getProtocol(),
                session.getCipherSuite(),
                agreed == null || agreed.isEmpty() ? null : agreed,
                certificate(engine, session, chain));
    }

    private static @Nullable PeerCertificate certificate(SSLEngine engine, SSLSession session, boolean chain) {
        if (!engine.getNeedClientAuth() && !engine.getWantClientAuth()) {
            return null;
        }
        try {
            return PeerCertificate.of(session.getPeerCertificates(), chain);
        } catch (SSLPeerUnverifiedException e) {
            return null;
        }
    }
}
