package io.gatehouse.benchmarks.load.generator;

import io.gatehouse.benchmarks.load.generator.ClosedLoop.Tally;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** One keep-alive connection with one request under way at a time; for one thread. */
final class Connection {

    private static final long PAUSE_AFTER_FAILURE = 10_000_000L;

    private final Selector selector;
    private final InetSocketAddress address;
    private final Tally tally;
    private final ByteBuffer request;
    private final ByteBuffer received = ByteBuffer.allocateDirect(64 * 1024);
    private final LoadResponseReader answer = new LoadResponseReader();
    private @Nullable SocketChannel channel;
    private @Nullable SelectionKey key;
    private long sentAt;
    private long failedAt;

    Connection(Selector selector, InetSocketAddress address, byte[] request, Tally tally) {
        this.selector = selector;
        this.address = address;
        this.tally = tally;
        this.request = ByteBuffer.allocateDirect(request.length).put(request);
    }

    void open() {
        try {
            answer.reset();
            sentAt = System.nanoTime();
            SocketChannel opened = SocketChannel.open();
            channel = opened;
            opened.configureBlocking(false);
            opened.setOption(StandardSocketOptions.TCP_NODELAY, true);
            opened.connect(address);
            key = opened.register(selector, SelectionKey.OP_CONNECT, this);
        } catch (IOException e) {
            fail();
        }
    }

    void ready() {
        SocketChannel open = channel;
        SelectionKey registered = key;
        if (open == null || registered == null) {
            return;
        }
        try {
            if (registered.isConnectable() && open.finishConnect()) {
                send(open, registered);
            } else if (registered.isWritable()) {
                write(open, registered);
            } else if (registered.isReadable()) {
                read(open, registered);
            }
        } catch (IOException e) {
            fail();
        }
    }

    /** Counts an error and gives the connection up. */
    void fail() {
        tally.error();
        failedAt = System.nanoTime();
        close();
    }

    boolean stuckSince(long moment) {
        return channel != null && sentAt < moment;
    }

    boolean isClosed() {
        return channel == null;
    }

    boolean mayReopen(long now) {
        return now - failedAt > PAUSE_AFTER_FAILURE;
    }

    void close() {
        SocketChannel open = channel;
        channel = null;
        key = null;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                tally.error();
            }
        }
    }

    private void send(SocketChannel open, SelectionKey registered) throws IOException {
        request.clear();
        sentAt = System.nanoTime();
        write(open, registered);
    }

    private void write(SocketChannel open, SelectionKey registered) throws IOException {
        open.write(request);
        registered.interestOps(request.hasRemaining() ? SelectionKey.OP_WRITE : SelectionKey.OP_READ);
    }

    private void read(SocketChannel open, SelectionKey registered) throws IOException {
        received.clear();
        if (open.read(received) < 0) {
            fail();
            return;
        }
        switch (answer.take(received.flip())) {
            case INCOMPLETE -> {}
            case BROKEN -> fail();
            case COMPLETE -> {
                tally.answered(System.nanoTime() - sentAt, answer.status());
                answer.reset();
                send(open, registered);
            }
        }
    }
}
