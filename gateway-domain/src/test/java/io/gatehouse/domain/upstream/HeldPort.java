package io.gatehouse.domain.upstream;

import io.gatehouse.domain.service.HostAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/**
 * A port of the loopback address at which connections are refused for as long as it is held. It is bound and never listened on, so the
 * system gives it to nobody else meanwhile, be it another test's server or the near end of some connection.
 */
public final class HeldPort implements AutoCloseable {

    private final Socket socket;

    private HeldPort(int port) {
        try {
            socket = new Socket();
            // Connections of a server that was here just now may not have ended quite yet.
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        } catch (IOException e) {
            throw new UncheckedIOException("Port " + port + " cannot be held", e);
        }
    }

    /** Any that is free. */
    public static HeldPort any() {
        return new HeldPort(0);
    }

    /** That of a server that has just ended, and is to come back once this is closed. */
    public static HeldPort at(int port) {
        return new HeldPort(port);
    }

    public int number() {
        return socket.getLocalPort();
    }

    public HostAddress host() {
        return new HostAddress(false, "127.0.0.1", number());
    }

    /** Lets go of the port, for a server to listen there. */
    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
