package io.gatehouse.benchmarks.load.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** TCP ports of the loopback address that nobody listens on at the moment. */
public final class FreePorts {

    private FreePorts() {}

    /** A free port; listen on it soon. */
    public static int next() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
