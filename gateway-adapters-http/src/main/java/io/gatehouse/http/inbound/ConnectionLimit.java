package io.gatehouse.http.inbound;

import io.gatehouse.domain.address.AddressRange;
import io.gatehouse.domain.address.MaskedAddress;
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
    private final ConnectionLimits limits;
    private final AtomicInteger open = new AtomicInteger();
    private final Map<MaskedAddress, Integer> openPerAddress = new ConcurrentHashMap<>();

    /** Hands connections on to {@code next}. */
    public ConnectionLimit(ChannelListener<? super StreamConnection> next, ConnectionLimits limits) {
        this.next = next;
        this.limits = limits;
    }

    /** Connections that are open now. */
    public int open() {
        return open.get();
    }

    @Override
    public void handleEvent(StreamConnection connection) {
        MaskedAddress address = counted(connection);
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
        next.handleEvent(connection);
        if (!connection.isOpen()) {
            leave.run();
        }
    }

    private boolean enter(@Nullable MaskedAddress address) {
        if (open.incrementAndGet() > limits.most()) {
            open.decrementAndGet();
            return false;
        }
        if (address != null && openPerAddress.merge(address, 1, Integer::sum) > limits.mostPerAddress()) {
            leave(address);
            return false;
        }
        return true;
    }

    private void leave(@Nullable MaskedAddress address) {
        open.decrementAndGet();
        if (address != null) {
            openPerAddress.computeIfPresent(address, (same, count) -> count == 1 ? null : count - 1);
        }
    }

    /** What a connection is counted by; null if it is not counted by address. */
    private @Nullable MaskedAddress counted(StreamConnection connection) {
        InetSocketAddress peer = connection.getPeerAddress(InetSocketAddress.class);
        InetAddress address = peer == null ? null : peer.getAddress();
        return address == null || limits.mostPerAddress() == 0 || isExempt(address)
                ? null
                : MaskedAddress.of(address, limits.ipv6Prefix());
    }

    private boolean isExempt(InetAddress address) {
        for (AddressRange range : limits.exempt()) {
            if (range.contains(address)) {
                return true;
            }
        }
        return false;
    }
}
