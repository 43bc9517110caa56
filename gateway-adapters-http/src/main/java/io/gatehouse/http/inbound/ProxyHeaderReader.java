package io.gatehouse.http.inbound;

import io.gatehouse.http.codec.ProxyHeader;
import io.gatehouse.http.codec.ProxyHeader.MalformedProxyHeader;
import io.gatehouse.http.timer.DeadlineScanner;
import io.gatehouse.http.timer.WatchedDeadline;
import io.undertow.connector.ByteBufferPool;
import io.undertow.connector.PooledByteBuffer;
import io.undertow.util.PooledAdaptor;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.ChannelListener;
import org.xnio.StreamConnection;
import org.xnio.conduits.ConduitStreamSourceChannel;
import org.xnio.conduits.PushBackStreamSourceConduit;

/**
 * Reads the PROXY header of a connection that has just been accepted; what comes behind it stays for whoever reads next. A connection
 * that has none, or is slow with it, is closed. Used on the I/O thread of the connection.
 */
public final class ProxyHeaderReader extends WatchedDeadline implements ChannelListener<ConduitStreamSourceChannel> {

    private static final Logger LOG = LoggerFactory.getLogger(ProxyHeaderReader.class);

    private final StreamConnection channel;
    private final DeadlineScanner scanner;
    private final long limitNanos;
    private final Consumer<ProxyHeader> then;
    private final PooledByteBuffer pooled;
    private final long begun;
    private boolean over;

    /** Of a connection that has just come; {@code then} gets the header, or nothing where the connection is closed. */
    public ProxyHeaderReader(
            StreamConnection channel,
            ByteBufferPool buffers,
            DeadlineScanner scanner,
            Duration limit,
            Consumer<ProxyHeader> then) {
        this.channel = channel;
        this.scanner = scanner;
        this.limitNanos = limit.toNanos();
        this.then = then;
        this.pooled = buffers.allocate();
        this.begun = scanner.now();
    }

    /** Begins to read. */
    public void begin() {
        scanner.watch(this);
        channel.setCloseListener(closed -> end());
        channel.getSourceChannel().setReadListener(this);
        channel.getSourceChannel().resumeReads();
        handleEvent(channel.getSourceChannel());
    }

    @Override
    public void handleEvent(ConduitStreamSourceChannel source) {
        try {
            while (!over) {
                int read = source.read(pooled.getBuffer());
                if (read == 0) {
                    return;
                }
                if (read < 0) {
                    close("the peer closed the connection");
                } else {
                    parse();
                }
            }
        } catch (IOException | MalformedProxyHeader e) {
            close(String.valueOf(e.getMessage()));
        }
    }

    private void parse() throws MalformedProxyHeader {
        ProxyHeader header = ProxyHeader.parse(pooled.getBuffer().duplicate().flip());
        if (header == null) {
            return;
        }
        over = true;
        scanner.forget(this);
        ConduitStreamSourceChannel source = channel.getSourceChannel();
        source.suspendReads();
        source.setReadListener(null);
        pooled.getBuffer().flip().position(header.length());
        if (pooled.getBuffer().hasRemaining()) {
            var rest = new PushBackStreamSourceConduit(source.getConduit());
            rest.pushBack(new PooledAdaptor(pooled));
            source.setConduit(rest);
        } else {
            pooled.close();
        }
        then.accept(header);
    }

    private void close(String why) {
        if (!over) {
            LOG.debug("No PROXY header of {}: {}", channel.getPeerAddress(), why);
            end();
            scanner.closes().close(channel);
        }
    }

    private void end() {
        if (!over) {
            over = true;
            scanner.forget(this);
            pooled.close();
        }
    }

    @Override
    public void check(long nowNanos) {
        if (nowNanos - begun > limitNanos) {
            close("it took too long");
        }
    }

    @Override
    public void giveUp() {
        close("the server ends");
    }
}
