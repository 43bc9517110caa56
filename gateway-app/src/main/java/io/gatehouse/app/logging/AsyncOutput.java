package io.gatehouse.app.logging;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/**
 * A stream that nobody waits for: what is written is queued, and a daemon thread hands it on. Where the reader at the other end
 * does not keep up and a mebibyte is waiting, further pieces are dropped, each as a whole, and counted.
 *
 * <p>Safe for concurrent use.
 */
final class AsyncOutput extends OutputStream {

    static final int MOST_BYTES = 1 << 20;
    /** What a piece costs beside its bytes. */
    private static final int OVERHEAD = 64;

    private static final Duration LAST_PIECES = Duration.ofSeconds(1);

    private static final byte[] END = {};

    private final OutputStream target;
    private final LongConsumer roomAgain;
    private final BlockingQueue<byte[]> waiting = new LinkedBlockingQueue<>();
    private final AtomicInteger bytes = new AtomicInteger();
    private final AtomicLong written = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();
    private final AtomicLong untold = new AtomicLong();
    private final Thread thread = new Thread(this::handOn, "gatehouse-log");

    private AsyncOutput(OutputStream target, LongConsumer roomAgain) {
        this.target = target;
        this.roomAgain = roomAgain;
        thread.setDaemon(true);
    }

    /**
     * Hands on to this stream, which only the thread of its own writes to.
     *
     * @param roomAgain called on that thread, once everything that waited has been handed on, how many pieces have been dropped
     */
    static AsyncOutput to(OutputStream target, LongConsumer roomAgain) {
        var output = new AsyncOutput(target, roomAgain);
        output.thread.start();
        return output;
    }

    /** Pieces that have been handed on. */
    long written() {
        return written.get();
    }

    /** Pieces that found no room, or that the stream refused. */
    long dropped() {
        return dropped.get();
    }

    @Override
    public void write(int one) {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] from, int offset, int length) {
        if (length == 0) {
            return;
        }
        int cost = length + OVERHEAD;
        if (bytes.addAndGet(cost) > MOST_BYTES) {
            bytes.addAndGet(-cost);
            dropped.incrementAndGet();
            untold.incrementAndGet();
        } else {
            waiting.add(Arrays.copyOfRange(from, offset, offset + length));
        }
    }

    private void handOn() {
        try {
            byte[] piece = waiting.take();
            while (piece != END) {
                handOn(piece);
                if (waiting.isEmpty()) {
                    printDropped();
                }
                piece = waiting.take();
            }
        } catch (InterruptedException nobodyDoes) {
            Thread.currentThread().interrupt();
        }
    }

    private void handOn(byte[] piece) {
        try {
            target.write(piece);
            target.flush();
            written.incrementAndGet();
        } catch (IOException refused) {
            dropped.incrementAndGet();
        } finally {
            bytes.addAndGet(-piece.length - OVERHEAD);
        }
    }

    private void printDropped() {
        long pieces = untold.getAndSet(0);
        if (pieces > 0) {
            roomAgain.accept(pieces);
        }
    }

    /** Waits until what has been written so far is handed on, a second at most; nothing is handed on afterwards. */
    @Override
    public void close() {
        waiting.add(END);
        try {
            thread.join(LAST_PIECES.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
