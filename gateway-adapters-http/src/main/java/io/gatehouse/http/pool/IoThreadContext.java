package io.gatehouse.http.pool;

import io.gatehouse.domain.service.HostAddress;
import io.gatehouse.http.codec.HeadBuffer;
import io.gatehouse.http.codec.HeadLimits;
import io.gatehouse.http.codec.RequestHeadParser;
import io.gatehouse.http.codec.ResponseHead;
import io.gatehouse.http.timer.DeadlineScanner;
import io.undertow.connector.ByteBufferPool;
import io.undertow.connector.PooledByteBuffer;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What one I/O thread needs to forward: its pools, and memory that it uses again. */
public final class IoThreadContext {

    private static final int SCRATCH = 8192;

    /** What a client may send, and what the gateway adds to that. */
    private static final HeadLimits OWN_HEADS = new HeadLimits(1 << 20, 1 << 20, 2_000, Integer.MAX_VALUE);

    private final Connector connector;
    private final ByteBufferPool buffers;
    private final ProxyLimits limits;
    private final OpenConnections open;
    private final Consumer<IoThreadContext> askOthers;
    private final Map<HostAddress, HostPool> pools = new ConcurrentHashMap<>();

    /** Apart from the others, so that copies never take a connection from a call. */
    private final Map<HostAddress, HostPool> mirrors = new HashMap<>();

    private final LargeBuffers largeBuffers = new LargeBuffers();
    private final HeadBuffer requestHead = new HeadBuffer();
    private final ResponseHead responseHead = new ResponseHead();
    private final Deflaters deflaters = new Deflaters();
    private final ByteBuffer scratch = ByteBuffer.allocateDirect(SCRATCH);
    private final byte[] responseBytes;
    private @Nullable RequestHeadParser ownHeads;
    private @Nullable PooledByteBuffer spare;

    IoThreadContext(
            Connector connector,
            ByteBufferPool buffers,
            ProxyLimits limits,
            OpenConnections open,
            Consumer<IoThreadContext> askOthers) {
        this.connector = connector;
        this.buffers = buffers;
        this.limits = limits;
        this.open = open;
        this.askOthers = askOthers;
        this.responseBytes = new byte[limits.responseHead()];
    }

    Connector connector() {
        return connector;
    }

    OpenConnections open() {
        return open;
    }

    public DeadlineScanner scanner() {
        return connector.scanner();
    }

    public ByteBufferPool buffers() {
        return buffers;
    }

    /** An empty buffer of usual size, mostly the one that was {@linkplain #giveBack given back} last: so it is still in a processor's cache. */
    public PooledByteBuffer takeBuffer() {
        PooledByteBuffer taken = spare;
        if (taken == null) {
            return buffers.allocate();
        }
        spare = null;
        taken.getBuffer().clear();
        return taken;
    }

    /** Takes a buffer back of which nothing is needed any more. */
    public void giveBack(PooledByteBuffer taken) {
        if (spare == null) {
            spare = taken;
        } else {
            taken.close();
        }
    }

    public LargeBuffers largeBuffers() {
        return largeBuffers;
    }

    public HeadBuffer requestHead() {
        return requestHead;
    }

    public ResponseHead responseHead() {
        return responseHead;
    }

    public Deflaters deflaters() {
        return deflaters;
    }

    /** For bytes that go to a socket now; of nobody beyond that. */
    public ByteBuffer scratch() {
        return scratch;
    }

    /** Reads a head that we have written, for a host that wants it in other words. */
    RequestHeadParser ownHeads() {
        RequestHeadParser parser = ownHeads;
        if (parser == null) {
            parser = new RequestHeadParser(OWN_HEADS);
            ownHeads = parser;
        }
        return parser;
    }

    /** Room for the head of one response, for as long as one event is handled. */
    public byte[] responseBytes() {
        return responseBytes;
    }

    public HostPool pool(HostAddress address) {
        HostPool pool = pools.get(address);
        if (pool == null) {
            pool = address.http2() ? new Http2Pool(address, limits, this) : new Http1Pool(address, limits, this);
            pools.put(address, pool);
        }
        return pool;
    }

    /** The connections for copies of requests to this host. */
    public HostPool mirror(HostAddress address) {
        HostPool pool = mirrors.get(address);
        if (pool == null) {
            pool = new Http1Pool(address, limits.ofCopies(), this);
            mirrors.put(address, pool);
        }
        return pool;
    }

    /** Closes the connection that has idled longest, those for copies first; false if none idles. */
    boolean closeOneIdle() {
        HostPool from = longestIdle(mirrors.values());
        from = from == null ? longestIdle(pools.values()) : from;
        UpstreamConnection longest = from == null ? null : from.longestIdle();
        if (longest != null) {
            longest.close();
        }
        return longest != null;
    }

    private static @Nullable HostPool longestIdle(Collection<HostPool> pools) {
        HostPool longest = null;
        for (HostPool pool : pools) {
            if (pool.longestIdle() != null
                    && (longest == null || pool.longestIdleSince() - longest.longestIdleSince() < 0)) {
                longest = pool;
            }
        }
        return longest;
    }

    /** Has another thread close a connection that idles, if one does, as long as somebody waits for room. */
    void askOthers() {
        askOthers.accept(this);
    }

    /** The pools; may be called by any thread. */
    Collection<HostPool> pools() {
        return pools.values();
    }

    /** Gives up the pools of all other hosts. */
    void retain(Set<HostAddress> still) {
        pools.entrySet().removeIf(pool -> {
            boolean gone = !still.contains(pool.getKey());
            if (gone) {
                pool.getValue().retire();
            }
            return gone;
        });
    }
}
