package io.gatehouse.http.inbound;

import io.gatehouse.domain.address.MaskedAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
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
public final class ConnectionLimit {

    private final int most;
    private final AddressCounts addresses;
    private final AtomicInteger open = new AtomicInteger();

    /** The limits for all ports together. */
    public ConnectionLimit(ConnectionLimits limits) {
        this.most = limits.most();
        this.addresses = new AddressCounts(limits, limits.mostPerAddress());
    }

    /** Hands connections that may come in on to {@code next}. */
    public ChannelListener<StreamConnection> before(ChannelListener<? super StreamConnection> next) {
        return connection -> admit(connection, next);
    }

    /** Connections that are open now. */
    public int open() {
        return open.get();
    }

    private void admit(StreamConnection connection, ChannelListener<? super StreamConnection> next) {
        InetSocketAddress peer = connection.getPeerAddress(InetSocketAddress.class);
        MaskedAddress address = peer == null ? null : addresses.counted(peer.getAddress());
        if (!enter(address)) {
            IoUtils.safeClose(connection);
            return;
        }
        var admitted = new Admitted(address);
        // XNIO calls every close listener that was ever set.
        connection.setCloseListener(admitted);
        next.handleEvent(connection);
        if (!connection.isOpen()) {
            admitted.handleEvent(connection);
        }
    }

    /** A connection that is counted until it is closed. One object: there may be tens of thousands. */
    private final class Admitted implements ChannelListener<StreamConnection> {

        private final @Nullable MaskedAddress address;
        private final AtomicBoolean left = new AtomicBoolean();

        Admitted(@Nullable MaskedAddress address) {
            this.address = address;
        }

        @Override
        public void handleEvent(StreamConnection closed) {
            if (left.compareAndSet(false, true)) {
                open.decrementAndGet();
                addresses.leave(address);
            }
        }
    }

    /** Counts a connection that has been let in by one more address, of whom it is said to come; false if that has too many. */
    public boolean countAlso(StreamConnection connection, InetAddress client) {
        MaskedAddress address = addresses.counted(client);
        if (!addresses.enter(address)) {
            return false;
        }
        var left = new AtomicBoolean();
        connection.setCloseListener(closed -> {
            if (left.compareAndSet(false, true)) {
                addresses.leave(address);
            }
        });
        return true;
    }

    private boolean enter(@Nullable MaskedAddress address) {
        if (open.incrementAndGet() <= most && addresses.enter(address)) {
            return true;
        }
        open.decrementAndGet();
        return false;
    }
}
