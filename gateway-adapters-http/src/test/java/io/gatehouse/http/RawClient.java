package io.gatehouse.http;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** A client that sends exactly what it is told to, and reads answers strictly. */
final class RawClient implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 60_000;

    final Socket socket;
    final InputStream in;

    RawClient(InetSocketAddress address) throws IOException {
        this(connected(address));
    }

    /** On a connection that is there already. */
    RawClient(Socket connected) throws IOException {
        socket = connected;
        in = new BufferedInputStream(socket.getInputStream());
    }

    static Socket connected(InetSocketAddress address) throws IOException {
        var socket = new Socket();
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.connect(address, PATIENCE_MILLIS);
        return socket;
    }

    /** Over TLS; {@code name} is who is asked for. */
    static RawClient secured(InetSocketAddress address, SSLContext context, String name) throws IOException {
        Socket plain = connected(address);
        var secured = (SSLSocket) context.getSocketFactory().createSocket(plain, name, address.getPort(), true);
        SSLParameters parameters = secured.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secured.setSSLParameters(parameters);
        try {
            secured.startHandshake();
        } catch (IOException e) {
            secured.close();
            throw e;
        }
        return new RawClient(secured);
    }

    RawClient send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        return this;
    }

    Answer ask(String request) throws IOException {
        send(request);
        return answer(request.startsWith("HEAD "));
    }

    Answer answer() throws IOException {
        return answer(false);
    }

    /** The next final answer. */
    Answer answer(boolean toHead) throws IOException {
        List<String> head = head();
        int status = Integer.parseInt(head.get(0).substring(9, 12));
        boolean none = toHead || status == 204 || status == 304 || status < 200;
        return new Answer(head.get(0), head.subList(1, head.size()), none ? new byte[0] : Wire.body(in, head, true));
    }

    /** The next head, interim ones included. */
    List<String> head() throws IOException {
        List<String> head = Wire.head(in);
        if (head.isEmpty()) {
            throw new IOException("the connection was closed without an answer");
        }
        return head;
    }

    /** Whether the server closes the connection, in whatever way, without sending anything more. */
    boolean isClosedByServer() throws IOException {
        try {
            return in.read() < 0;
        } catch (SocketException reset) {
            return true;
        }
    }

    /** Makes the end of the connection a reset. */
    RawClient reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
        return this;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
