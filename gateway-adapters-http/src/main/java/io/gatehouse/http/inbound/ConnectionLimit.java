package io.gatehouse.http.inbound;

import io.gatehouse.http.exchange.MeteredSource;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.xnio.ChannelListener;
import org.xnio.IoUtils;
import org.xnio.StreamConnection;

/**
 * Lets connections in as long as there are not too many, in all and of one address; others are closed at once.
 *
 * <p>Safe for concurrent use.
 */
public final class ConnectionLimit implements ChannelListener<StreamConnection> {

    private final ChannelListener<? super StreamConnection> next;
    private final int most;
    private final int mostPerAddress;
    private final AtomicInteger open = new AtomicInteger();
    private final Map<InetAddress, Integer> openPerAddress = new ConcurrentHashMap<>();

    /** Hands connections on to {@code next}; {@code mostPerAddress} is 0 for no such limit. */
    public ConnectionLimit(ChannelListener<? super StreamConnection> next, int most, int mostPerAddress) {
        this.next = next;
        this.most = most;
        this.mostPerAddress = mostPerAddress;
    }

    /** Connections that are open now. */
    public int open() {
        return open.get();
    }

    @Override
    public void handleEvent(StreamConnection connection) {
        InetAddress address = addressOf(connection);
        if (!enter(address)) {
            IoUtils.safeClose(connection);
            return;
        }
        var left = new AtomicBoolean();
        Runnable leave = () -> {
            if (left.compareAndSet(false, true)) {
                leave(address);
            }
        };
        // XNIO calls every close listener that was ever set.
        connection.setCloseListener(closed -> leave.run());
        MeteredSource.install(connection);
        next.handleEvent(connection);
        if (!connection.isOpen()) {
            leave.run();
        }
    }

    private boolean enter(@Nullable InetAddress address) {
        if (open.incrementAndGet() > most) {
            open.decrementAndGet();
            return false;
        }
        if (mostPerAddress > 0 && address != null && openPerAddress.merge(address, 1, Integer::sum) > mostPerAddress) {
            leave(address);
            return false;
        }
        return true;
    }

    private void leave(@Nullable InetAddress address) {
        open.decrementAndGet();
        if (mostPerAddress > 0 && address != null) {
            openPerAddress.computeIfPresent(address, (same, count) -> count == 1 ? null : count - 1);
        }
    }

    private static @Nullable InetAddress addressOf(StreamConnection connection) {
        InetSocketAddress peer = connection.getPeerAddress(InetSocketAddress.class);
        return peer == null ? null : peer.getAddress();
    }
}
