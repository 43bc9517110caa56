package io.gatehouse.http;

import io.gatehouse.domain.address.AddressRange;
import io.gatehouse.domain.address.MaskedAddress;
import io.gatehouse.http.ListenerSettings.SocketKind;
import io.gatehouse.http.codec.ProxyHeader;
import io.gatehouse.http.connection.ConnectionInfo;
import io.gatehouse.http.inbound.AddressCounts;
import io.gatehouse.http.inbound.ConnectionLimit;
import io.gatehouse.http.inbound.ProxyHeaderReader;
import io.gatehouse.http.timer.DeadlineScanners;
import io.gatehouse.http.tls.HandshakeCounts;
import io.gatehouse.http.tls.ListenerTls;
import io.gatehouse.http.tls.TlsHandshake;
import io.gatehouse.http.tls.TlsSession;
import io.undertow.connector.ByteBufferPool;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xnio.IoUtils;
import org.xnio.OptionMap;
import org.xnio.Options;
import org.xnio.StreamConnection;
import org.xnio.XnioWorker;
import org.xnio.channels.AcceptingChannel;

/** One port that clients connect to: takes connections, secures them if it is to, and hands them on when they are ready for requests. */
final class Listener {

    private static final int BACKLOG = 1024;

    private final ListenerSettings settings;
    private volatile @Nullable InetSocketAddress usual;
    private final Duration patience;
    private final ConnectionLimit limit;
    private final AddressCounts handshakes;
    private final HandshakeCounts counts;
    private final DeadlineScanners scanners;
    private final ByteBufferPool buffers;
    private final Ready ready;
    private @Nullable AcceptingChannel<StreamConnection> socket;

    /** Takes connections on their I/O thread, when their first request can be read. */
    interface Ready {
        /** With {@code http2} it may begin with the preface of HTTP/2, over TLS it must. */
        void begin(StreamConnection channel, ConnectionInfo info, boolean http2);
    }

    Listener(
            ListenerSettings settings,
            Duration patience,
            ConnectionLimit limit,
            AddressCounts handshakes,
            HandshakeCounts counts,
            DeadlineScanners scanners,
            ByteBufferPool buffers,
            Ready ready) {
        this.settings = settings;
        this.patience = patience;
        this.limit = limit;
        this.handshakes = handshakes;
        this.counts = counts;
        this.scanners = scanners;
        this.buffers = buffers;
        this.ready = ready;
    }

    /** Begins to listen; the result is the real address. */
    synchronized InetSocketAddress start(XnioWorker worker, int threads) throws IOException {
        AcceptingChannel<StreamConnection> listening = ListeningSocket.open(
                settings.socket(),
                worker,
                settings.address(),
                BACKLOG,
                limit.before(this::accepted),
                socketOptions(threads));
        socket = listening;
        listening.resumeAccepts();
        return listening.getLocalAddress(InetSocketAddress.class);
    }

    private static OptionMap socketOptions(int threads) {
        return OptionMap.builder()
                .set(Options.WORKER_IO_THREADS, threads)
                .set(Options.TCP_NODELAY, true)
                .set(Options.REUSE_ADDRESSES, true)
                .set(Options.BALANCING_TOKENS, 1)
                .set(Options.BALANCING_CONNECTIONS, 2)
                .set(Options.BACKLOG, BACKLOG)
                .getMap();
    }

    /** On an I/O thread; that others see an older one does not matter. */
    private void accepted(StreamConnection channel) {
        ConnectionInfo info = ConnectionInfo.of(channel, settings.rules(), usual);
        usual = info == null ? usual : info.local();
        List<AddressRange> proxies = settings.proxies();
        if (info == null) {
            // It has gone already.
            IoUtils.safeClose(channel);
        } else if (proxies == null) {
            identified(channel, info);
        } else if (isIn(proxies, info.peer().getAddress())) {
            new ProxyHeaderReader(
                            channel,
                            buffers,
                            scanners.ofThisThread(),
                            patience,
                            header -> proxied(channel, info, header))
                    .begin();
        } else {
            IoUtils.safeClose(channel);
        }
    }

    private static boolean isIn(List<AddressRange> ranges, InetAddress address) {
        return ranges.stream().anyMatch(range -> range.contains(address));
    }

    private void proxied(StreamConnection channel, ConnectionInfo info, ProxyHeader header) {
        InetSocketAddress source = header.source();
        InetSocketAddress destination = header.destination();
        if (source == null || destination == null) {
            identified(channel, info);
        } else if (limit.countAlso(channel, source.getAddress())) {
            identified(channel, info.proxied(source, destination));
        } else {
            IoUtils.safeClose(channel);
        }
    }

    private void identified(StreamConnection channel, ConnectionInfo info) {
        ListenerTls tls = settings.tls();
        if (tls == null) {
            ready.begin(channel, info, settings.http2());
        } else {
            secure(channel, info, tls);
        }
    }

    private void secure(StreamConnection channel, ConnectionInfo info, ListenerTls tls) {
        MaskedAddress address = handshakes.counted(info.peer().getAddress());
        if (!handshakes.enter(address)) {
            counts.ended(HandshakeCounts.Result.REFUSED);
            IoUtils.safeClose(channel);
            return;
        }
        TlsHandshake.begin(channel, tls, scanners.ofThisThread(), patience, new TlsHandshake.Listener() {
            @Override
            public void secured(StreamConnection secured, TlsSession session) {
                handshakes.leave(address);
                counts.ended(HandshakeCounts.Result.COMPLETED);
                if (TlsSession.ACME_TLS.equals(session.protocol())) {
                    // Who validates a name has seen what he wanted to.
                    IoUtils.safeClose(secured);
                    return;
                }
                ready.begin(secured, info.secured(session), TlsSession.H2.equals(session.protocol()));
            }

            @Override
            public void failed(HandshakeCounts.Result how) {
                handshakes.leave(address);
                counts.ended(how);
            }
        });
    }

    synchronized void stopAccepting() {
        // Once only: a second time hangs when the I/O threads have ended.
        AcceptingChannel<StreamConnection> closing = socket;
        socket = null;
        if (!isInherited()) {
            IoUtils.safeClose(closing);
        } else if (closing != null) {
            closing.suspendAccepts();
        }
    }

    /** Whether the socket is standard input. The JDK closes all output with it, so that it stays open until the process ends. */
    boolean isInherited() {
        return settings.socket() == SocketKind.INHERITED;
    }
}
