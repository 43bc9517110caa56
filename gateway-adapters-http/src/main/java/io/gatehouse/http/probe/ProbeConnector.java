package io.gatehouse.http.probe;

import io.gatehouse.domain.address.AddressLiteral;
import io.gatehouse.domain.address.ConnectOrder;
import io.gatehouse.domain.service.HostAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/** Begins a conversation with a host; blocks until somebody closes what it is given. */
class ProbeConnector {

    private final @Nullable SSLContext tls;

    /** Connections over TLS go by this context; null for the JVM's own. */
    ProbeConnector(@Nullable SSLContext tls) {
        this.tls = tls;
    }

    /** Looks the name up; blocks as long as the name service pleases. */
    InetAddress[] resolve(String host) throws UnknownHostException {
        return InetAddress.getAllByName(host);
    }

    /** Connects, and shakes hands where the address wants TLS; the certificate must name the host. */
    Socket connect(HappyEyeballs race, HostAddress address, int timeoutMillis) throws IOException {
        List<InetAddress> candidates = ConnectOrder.of(List.of(resolve(address.host())), null);
        Socket plain = race.connect(candidates, address.port(), timeoutMillis);
        plain.setTcpNoDelay(true);
        plain.setSoTimeout(timeoutMillis);
        return address.tls() ? shakeHands(plain, address) : plain;
    }

    private Socket shakeHands(Socket plain, HostAddress address) throws IOException {
        SSLSocketFactory factory =
                tls == null ? (SSLSocketFactory) SSLSocketFactory.getDefault() : tls.getSocketFactory();
        var secure = (SSLSocket) factory.createSocket(plain, address.host(), address.port(), true);
        SSLParameters parameters = secure.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        if (AddressLiteral.parse(address.host()) == null) {
            // As forwarding does: left to itself, Java names the host only if its name has a dot.
            parameters.setServerNames(List.of(new SNIHostName(address.host())));
        }
        secure.setSSLParameters(parameters);
        secure.startHandshake();
        return secure;
    }
}
