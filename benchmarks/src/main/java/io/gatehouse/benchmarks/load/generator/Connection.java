package io.gatehouse.benchmarks.load.generator;

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
    private static final ByteBuffer[] NOTHING = {};

    private final RequestLoop loop;
    private final Selector selector;
    private final InetSocketAddress address;
    private final LoadResponseReader answer = new LoadResponseReader();
    private ByteBuffer[] request = NOTHING;
    private @Nullable SocketChannel channel;
    private @Nullable SelectionKey key;
    private boolean idle;
    private long since;
    private long failedAt;

    Connection(RequestLoop loop, Selector selector, InetSocketAddress address) {
        this.loop = loop;
        this.selector = selector;
        this.address = address;
    }

    void open() {
        idle = false;
        since = System.nanoTime();
        try {
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

    /** Sends the next request, whose latency counts from that moment. */
    void send(long from) {
        idle = false;
        since = from;
        answer.reset();
        request = loop.request();
        try {
            write();
        } catch (IOException e) {
            fail();
        }
    }

    void ready() {
        SelectionKey registered = key;
        SocketChannel open = channel;
        if (registered == null || open == null) {
            return;
        }
        try {
            if (registered.isConnectable()) {
                if (open.finishConnect()) {
                    registered.interestOps(SelectionKey.OP_READ);
                    beFree();
                }
            } else if (registered.isWritable()) {
                write();
            } else if (registered.isReadable()) {
                read(open);
            }
        } catch (IOException e) {
            fail();
        }
    }

    private void beFree() {
        idle = true;
        loop.free(this);
    }

    private void write() throws IOException {
        SocketChannel open = channel;
        SelectionKey registered = key;
        if (open != null && registered != null) {
            open.write(request);
            int interest = request[request.length - 1].hasRemaining() || request[0].hasRemaining()
                    ? SelectionKey.OP_WRITE
                    : SelectionKey.OP_READ;
            if (registered.interestOps() != interest) {
                registered.interestOps(interest);
            }
        }
    }

    private void read(SocketChannel open) throws IOException {
        ByteBuffer received = loop.received();
        if (open.read(received) < 0 || idle) {
            fail();
            return;
        }
        switch (answer.take(received.flip())) {
            case INCOMPLETE -> {}
            case BROKEN -> fail();
            case COMPLETE -> {
                loop.answered(System.nanoTime() - since, answer.status());
                beFree();
            }
        }
    }

    void failIfStuckSince(long moment) {
        if (channel != null && !idle && since < moment) {
            fail();
        }
    }

    private void fail() {
        failedAt = System.nanoTime();
        loop.lost(this, idle);
        close();
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
                // Nothing is left to be done with it.
                failedAt = System.nanoTime();
            }
        }
    }
}
