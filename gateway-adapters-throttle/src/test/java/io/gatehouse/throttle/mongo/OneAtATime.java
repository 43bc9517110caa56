package io.gatehouse.throttle.mongo;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Stands before a server whose commands are not atomic and lets it have the next one when it has answered the last, of whichever
 * client. So callers still meet in any order between commands, never within one.
 */
final class OneAtATime implements AutoCloseable {

    private static final int LONGEST_MESSAGE = 48_000_000;

    private final InetSocketAddress server;
    private final ServerSocket listening;
    private final ReentrantLock turn = new ReentrantLock(true);
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    OneAtATime(InetSocketAddress server) {
        this.server = server;
        try {
            this.listening = new ServerSocket(0, 256, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        run(this::accept);
    }

    int port() {
        return listening.getLocalPort();
    }

    private static void run(Runnable task) {
        var thread = new Thread(task, "one-at-a-time");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listening.accept();
                open.add(client);
                run(() -> serve(client));
            }
        } catch (SocketException closed) {
            open.forEach(OneAtATime::end);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void serve(Socket client) {
        try (client;
                var backend = new Socket(server.getAddress(), server.getPort())) {
            client.setTcpNoDelay(true);
            backend.setTcpNoDelay(true);
            var commands = new DataInputStream(client.getInputStream());
            var answers = new DataInputStream(backend.getInputStream());
            while (true) {
                byte[] command = message(commands);
                byte[] answer;
                turn.lock();
                try {
                    backend.getOutputStream().write(command);
                    answer = message(answers);
                } finally {
                    turn.unlock();
                }
                client.getOutputStream().write(answer);
            }
        } catch (EOFException | SocketException gone) {
            open.remove(client);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A message of MongoDB's protocol begins with its length, itself included. */
    private static byte[] message(DataInputStream from) throws IOException {
        int length = Integer.reverseBytes(from.readInt());
        if (length < Integer.BYTES || length > LONGEST_MESSAGE) {
            throw new IOException("no message of MongoDB's protocol: " + length + " bytes");
        }
        byte[] message = ByteBuffer.allocate(length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(length)
                .array();
        from.readFully(message, Integer.BYTES, length - Integer.BYTES);
        return message;
    }

    private static void end(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            listening.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
