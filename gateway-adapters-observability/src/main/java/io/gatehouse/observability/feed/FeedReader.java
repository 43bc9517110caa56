package io.gatehouse.observability.feed;

import io.gatehouse.domain.admin.AdminStream;
import io.gatehouse.domain.traffic.ExchangeRecord;
import io.gatehouse.observability.trafficlog.ExchangeFilter;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Somebody who reads the feed: the events that wait for him, in bounded memory, and how many he has lost. Safe for concurrent use; its lock is held
 * for as long as a few bytes are copied.
 */
final class FeedReader implements AdminStream {

    /** How many bytes wait for a reader at most. */
    static final int MOST_WAITING = 256 * 1024;

    /** How many requests a reader is sent in a second at most. */
    static final int MOST_REQUESTS = 500;

    /** A reader with less room is sent no requests, so that none are encoded for readers that have all stalled. */
    private static final int ROOM_FOR_A_REQUEST = 2048;

    private static final byte[] FIRST = "retry: 2000\n\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NOTHING = {};
    private static final long MILLIS_A_SECOND = 1_000;

    private final Set<FeedEvent.Kind> wanted;
    private final ExchangeFilter filter;
    private final Consumer<FeedReader> joins;
    private final Consumer<FeedReader> leaves;
    private final Deque<byte[]> waiting = new ArrayDeque<>();
    private int waitingBytes;
    private long lost;
    private Runnable ready = () -> {};
    private long second;
    private int requests;

    /** Reads events of these kinds, and of exchanges those that the filter lets through; joins when it begins. */
    FeedReader(
            Set<FeedEvent.Kind> wanted,
            ExchangeFilter filter,
            Consumer<FeedReader> joins,
            Consumer<FeedReader> leaves) {
        this.wanted = Set.copyOf(wanted);
        this.filter = filter;
        this.joins = joins;
        this.leaves = leaves;
        waiting.add(FIRST);
        waitingBytes = FIRST.length;
    }

    boolean wants(FeedEvent.Kind kind) {
        return wanted.contains(kind);
    }

    /** Whether it wants events of this kind that speak of such an exchange. */
    boolean wants(FeedEvent.Kind kind, ExchangeRecord exchange) {
        return wanted.contains(kind) && filter.matches(exchange);
    }

    /** Whether it wants this exchange, and may have another one this second, and has room; if not, it has lost it. */
    synchronized boolean takes(ExchangeRecord exchange, long nowMillis) {
        if (!wants(FeedEvent.Kind.REQUEST, exchange)) {
            return false;
        }
        if (hasRoomForRequests(nowMillis)) {
            requests++;
            return true;
        }
        lost++;
        return false;
    }

    /** Whether it wants requests, and may have another one this second, and has room. */
    synchronized boolean hasRoomForRequests(long nowMillis) {
        long now = nowMillis / MILLIS_A_SECOND;
        if (now != second) {
            second = now;
            requests = 0;
        }
        return wants(FeedEvent.Kind.REQUEST)
                && requests < MOST_REQUESTS
                && waitingBytes + ROOM_FOR_A_REQUEST <= MOST_WAITING;
    }

    /** One more event, or one more that is lost if too much waits. */
    synchronized void offer(byte[] event) {
        if (waitingBytes + event.length > MOST_WAITING) {
            lost++;
            return;
        }
        tellLost();
        waiting.add(event);
        waitingBytes += event.length;
    }

    /** An event did not even get here. */
    synchronized void lose(long events) {
        lost += events;
    }

    /** Has what waits sent. */
    void send() {
        Runnable wake;
        synchronized (this) {
            if (waitingBytes < MOST_WAITING / 2) {
                tellLost();
            }
            if (waiting.isEmpty()) {
                return;
            }
            wake = ready;
        }
        wake.run();
    }

    private void tellLost() {
        if (lost > 0) {
            byte[] told = FeedEvent.lost(lost);
            waiting.add(told);
            waitingBytes += told.length;
            lost = 0;
        }
    }

    @Override
    public void begin(Runnable whenReady) {
        synchronized (this) {
            ready = whenReady;
        }
        joins.accept(this);
    }

    @Override
    public synchronized byte[] next() {
        if (waiting.isEmpty()) {
            return NOTHING;
        }
        var piece = new ByteArrayOutputStream();
        while (!waiting.isEmpty() && (piece.size() == 0 || piece.size() + waiting.element().length <= MOST_BYTES)) {
            piece.writeBytes(waiting.remove());
        }
        waitingBytes -= piece.size();
        return piece.toByteArray();
    }

    @Override
    public void ended() {
        leaves.accept(this);
    }
}
