package io.gatehouse.http;

import io.gatehouse.http.ListenerSettings.SocketKind;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.Channel;
import java.nio.channels.ServerSocketChannel;
import org.xnio.ChannelListener;
import org.xnio.ChannelListeners;
import org.xnio.IoUtils;
import org.xnio.OptionMap;
import org.xnio.StreamConnection;
import org.xnio.XnioWorker;
import org.xnio.channels.AcceptingChannel;

/**
 * Opens the socket that clients connect to, by whichever way two processes can have one port in a hand-over.
 *
 * <p>XNIO opens a socket of its own, without a way to give it another or to set {@code SO_REUSEPORT}; what it wraps one in has constructors
 * that only it can name, hence the reflection.
 */
final class ListeningSocket {

    private ListeningSocket() {}

    /** Begins to listen; connections are handed to the listener on their I/O threads, once accepting is resumed. */
    static AcceptingChannel<StreamConnection> open(
            SocketKind kind,
            XnioWorker worker,
            InetSocketAddress address,
            int backlog,
            ChannelListener<StreamConnection> listener,
            OptionMap options)
            throws IOException {
        ChannelListener<AcceptingChannel<StreamConnection>> each = ChannelListeners.openListenerAdapter(listener);
        return switch (kind) {
            case OWN -> worker.createStreamConnectionServer(address, each, options);
            case SHARED -> accepting(worker, shared(address, backlog), each, options);
            case INHERITED -> accepting(worker, inherited(), each, options);
        };
    }

    private static ServerSocketChannel shared(InetSocketAddress address, int backlog) throws IOException {
        ServerSocketChannel socket = ServerSocketChannel.open();
        try {
            return socket.setOption(StandardSocketOptions.SO_REUSEADDR, true)
                    .setOption(StandardSocketOptions.SO_REUSEPORT, true)
                    .bind(address, backlog);
        } catch (UnsupportedOperationException e) {
            IoUtils.safeClose(socket);
            throw new IOException("this system does not share ports between processes", e);
        } catch (IOException e) {
            IoUtils.safeClose(socket);
            throw e;
        }
    }

    private static ServerSocketChannel inherited() throws IOException {
        Channel given = System.inheritedChannel();
        if (given instanceof ServerSocketChannel socket) {
            return socket;
        }
        throw new IOException("standard input is no socket that listens");
    }

    private static AcceptingChannel<StreamConnection> accepting(
            XnioWorker worker,
            ServerSocketChannel socket,
            ChannelListener<AcceptingChannel<StreamConnection>> each,
            OptionMap options)
            throws IOException {
        socket.configureBlocking(false);
        try {
            Class<?> server = Class.forName("org.xnio.nio.NioTcpServer");
            Constructor<?> ofSocket = server.getDeclaredConstructor(
                    worker.getClass(), ServerSocketChannel.class, OptionMap.class, boolean.class);
            Constructor<?> ofServer =
                    Class.forName("org.xnio.nio.QueuedNioTcpServer2").getDeclaredConstructor(server);
            ofSocket.setAccessible(true);
            ofServer.setAccessible(true);
            @SuppressWarnings("unchecked") // it accepts what XNIO's own sockets accept
            var accepting = (AcceptingChannel<StreamConnection>)
                    ofServer.newInstance(ofSocket.newInstance(worker, socket, options, true));
            @SuppressWarnings("unchecked") // the setter of this very type
            var setter = (ChannelListener.Setter<AcceptingChannel<StreamConnection>>) accepting.getAcceptSetter();
            setter.set(each);
            return accepting;
        } catch (ReflectiveOperationException e) {
            IoUtils.safeClose(socket);
            throw new IOException("this XNIO takes no socket that is open", e);
        }
    }
}
