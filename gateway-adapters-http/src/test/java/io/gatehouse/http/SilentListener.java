package io.gatehouse.http;

import io.gatehouse.domain.service.HostAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;

/** A port whose line of waiting connections is full, so that further ones are neither taken nor refused. */
final class SilentListener implements AutoCloseable {

    private static final int MOST_TO_FILL_IT = 50;
    private static final int PATIENCE_MILLIS = 200;

    private final ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    private final List<Socket> waiting = new ArrayList<>();

    SilentListener() throws IOException {
        for (int i = 0; i < MOST_TO_FILL_IT; i++) {
            var socket = new Socket();
            waiting.add(socket);
            try {
                socket.connect(listener.getLocalSocketAddress(), PATIENCE_MILLIS);
            } catch (SocketTimeoutException full) {
                return;
            }
        }
        throw new IllegalStateException("the line does not fill up");
    }

    HostAddress address() {
        return new HostAddress(false, "127.0.0.1", listener.getLocalPort());
    }

    @Override
    public void close() throws IOException {
        for (Socket socket : waiting) {
            socket.close();
        }
        listener.close();
    }
}
