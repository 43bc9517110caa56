package io.gatehouse.domain.upstream;

import io.gatehouse.domain.service.HostAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/**
 * A port of the loopback address at which connections are refused for as long as it is held. It is bound and never listened on, so the
 * system gives it to nobody else meanwhile, be it another test's server or the near end of some connection. Used by one thread.
 */
public final class HeldPort implements AutoCloseable {

    /** Linux lets a server listen where a socket that allows it is merely bound, so the port need not be let go of for a moment. */
    private static final boolean SERVERS_LISTEN_BESIDE =
            System.getProperty("os.name").startsWith("Linux");

    private final int number;
    private Socket socket;

    private HeldPort() {
        socket = bound(0);
        number = socket.getLocalPort();
    }

    private static Socket bound(int port) {
        try {
            var socket = new Socket();
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return socket;
        } catch (IOException e) {
            throw new UncheckedIOException("Port " + port + " cannot be held", e);
        }
    }

    /** Any that is free. */
    public static HeldPort any() {
        return new HeldPort();
    }

    public int number() {
        return number;
    }

    public HostAddress host() {
        return new HostAddress(false, "127.0.0.1", number);
    }

    /** Lets a server listen here, until it ends and {@link #takeBack} is called. */
    public void lend() {
        if (!SERVERS_LISTEN_BESIDE) {
            close();
        }
    }

    /** Refuses connections again where a server has just ended. */
    public void takeBack() {
        if (!SERVERS_LISTEN_BESIDE) {
            socket = bound(number);
        }
    }

    /** Lets go of the port. */
    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
