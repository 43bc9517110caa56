package io.gatehouse.http.probe;

import io.gatehouse.domain.service.HostAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/** Turns an unconnected socket into a conversation with a host; blocks until somebody closes the socket. */
class Connector {

    private final @Nullable SSLContext tls;

    /** Connections over TLS go by this context; null for the JVM's own. */
    Connector(@Nullable SSLContext tls) {
        this.tls = tls;
    }

    /** Looks the name up; blocks as long as the name service pleases. */
    InetAddress resolve(String host) throws UnknownHostException {
        return InetAddress.getByName(host);
    }

    /** Connects, and shakes hands where the address wants TLS; the certificate must name the host. */
    Socket connect(Socket plain, HostAddress address, int timeoutMillis) throws IOException {
        plain.setTcpNoDelay(true);
        plain.connect(new InetSocketAddress(resolve(address.host()), address.port()), timeoutMillis);
        return address.tls() ? shakeHands(plain, address) : plain;
    }

    private Socket shakeHands(Socket plain, HostAddress address) throws IOException {
        SSLSocketFactory factory =
                tls == null ? (SSLSocketFactory) SSLSocketFactory.getDefault() : tls.getSocketFactory();
        var secure = (SSLSocket) factory.createSocket(plain, address.host(), address.port(), true);
        SSLParameters parameters = secure.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secure.setSSLParameters(parameters);
        secure.startHandshake();
        return secure;
    }
}
