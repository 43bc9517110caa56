package io.gatehouse.http.pool;

import io.gatehouse.domain.address.AddressLiteral;
import io.gatehouse.domain.service.HostAddress;
import io.gatehouse.http.tls.HostTls;
import io.undertow.UndertowOptions;
import io.undertow.protocols.ssl.UndertowXnioSsl;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.function.Consumer;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import org.xnio.OptionMap;
import org.xnio.Options;
import org.xnio.StreamConnection;
import org.xnio.Xnio;
import org.xnio.ssl.SslConnection;

/** Secures connections to {@code https} hosts: the certificate must be trusted and name the host, or whom is wanted in its place. */
public final class UpstreamTls {

    private static final String H2 = "h2";

    private final Xnio xnio;
    private final SSLContext trust;
    private final List<HostTls> hosts;

    /** Buffers are Undertow's own for TLS: ours are smaller than the longest TLS record, which would never be read. */
    public UpstreamTls(Xnio xnio, SSLContext trust, List<HostTls> hosts) {
        this.xnio = xnio;
        this.trust = trust;
        this.hosts = List.copyOf(hosts);
    }

    /** What the Java platform trusts. */
    public static SSLContext platform() {
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has a default TLS context", e);
        }
    }

    /**
     * Begins the client's side of a handshake on a connection that is open, on its I/O thread; one of both hears of the end. The
     * connection that is being secured is to be closed by whoever does not want to wait for that.
     */
    SslConnection handshake(
            StreamConnection plain, HostAddress host, Consumer<SslConnection> done, Consumer<Throwable> failed)
            throws IOException {
        SslConnection secured = wrap(plain, host);
        // Not at once: the TLS engine is in the middle of a step when it says this.
        secured.getHandshakeSetter()
                .set(end -> plain.getIoThread().execute(() -> {
                    if (host.http2()
                            && !H2.equals(UndertowXnioSsl.getSslEngine(secured).getApplicationProtocol())) {
                        failed.accept(new SSLException("the host does not speak HTTP/2"));
                    } else {
                        done.accept(secured);
                    }
                }));
        var nothing = ByteBuffer.allocate(1);
        // Reads nothing of its own: reading is what moves a handshake on.
        secured.getSourceChannel().setReadListener(source -> {
            try {
                if (source.read(nothing) != 0) {
                    failed.accept(failure(secured));
                }
            } catch (IOException e) {
                failed.accept(e);
            }
        });
        secured.startHandshake();
        secured.getSourceChannel().resumeReads();
        return secured;
    }

    /** Why a handshake ended early: of its engine's exceptions, Undertow hands none on. */
    private static Throwable failure(SslConnection secured) {
        try {
            UndertowXnioSsl.getSslEngine(secured).beginHandshake();
        } catch (SSLException refused) {
            if (refused.getCause() != null) {
                return refused.getCause();
            }
        }
        return new EOFException("connection closed within the TLS handshake");
    }

    private SslConnection wrap(StreamConnection plain, HostAddress host) throws IOException {
        HostTls own = HostTls.find(hosts, host);
        String name = own == null ? host.host() : own.serverName(host.host());
        var ssl = new UndertowXnioSsl(xnio, OptionMap.EMPTY, own == null ? trust : own.context());
        OptionMap.Builder options = OptionMap.builder()
                .set(Options.SSL_PEER_HOST_NAME, name)
                .set(Options.SSL_PEER_PORT, host.port())
                .set(UndertowOptions.ENDPOINT_IDENTIFICATION_ALGORITHM, "HTTPS");
        SslConnection secured = ssl.wrapExistingConnection(plain, options.getMap());
        if (host.http2()) {
            SSLEngine engine = UndertowXnioSsl.getSslEngine(secured);
            SSLParameters parameters = engine.getSSLParameters();
            parameters.setApplicationProtocols(new String[] {H2});
            engine.setSSLParameters(parameters);
        }
        if (AddressLiteral.parse(name) == null) {
            // The registry has no name here that Java does not take for one. Left to itself, Java names the host only
            // if its name has a dot.
            SSLEngine engine = UndertowXnioSsl.getSslEngine(secured);
            SSLParameters parameters = engine.getSSLParameters();
            parameters.setServerNames(List.of(new SNIHostName(name)));
            engine.setSSLParameters(parameters);
        }
        return secured;
    }
}
