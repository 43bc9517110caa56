package io.gatehouse.http.proxy;

import io.gatehouse.domain.address.AddressLiteral;
import io.gatehouse.domain.service.HostAddress;
import io.undertow.UndertowOptions;
import io.undertow.connector.ByteBufferPool;
import io.undertow.protocols.ssl.UndertowXnioSsl;
import java.security.NoSuchAlgorithmException;
import javax.net.ssl.SSLContext;
import org.xnio.OptionMap;
import org.xnio.Options;
import org.xnio.StreamConnection;
import org.xnio.Xnio;
import org.xnio.ssl.SslConnection;

/** Secures connections to {@code https} hosts: the certificate must be trusted and name the host. */
final class UpstreamTls {

    private final UndertowXnioSsl ssl;

    UpstreamTls(Xnio xnio, ByteBufferPool buffers, SSLContext trust) {
        this.ssl = new UndertowXnioSsl(xnio, OptionMap.EMPTY, buffers, trust);
    }

    /** What the Java platform trusts. */
    static SSLContext platform() {
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has a default TLS context", e);
        }
    }

    /** The client's side of TLS on a connection that is open; the handshake has not begun. */
    SslConnection wrap(StreamConnection plain, HostAddress host) {
        OptionMap.Builder options = OptionMap.builder()
                .set(Options.SSL_PEER_HOST_NAME, host.host())
                .set(Options.SSL_PEER_PORT, host.port())
                .set(UndertowOptions.ENDPOINT_IDENTIFICATION_ALGORITHM, "HTTPS");
        boolean named = AddressLiteral.parse(host.host()) == null;
        if (named) {
            options.set(UndertowOptions.SSL_SNI_HOSTNAME, host.host());
        }
        return ssl.wrapExistingConnection(plain, options.getMap());
    }
}
