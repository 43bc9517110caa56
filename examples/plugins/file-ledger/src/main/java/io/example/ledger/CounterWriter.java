package io.example.ledger;

import io.gatehouse.domain.quota.QuotaStoreListener;
import io.gatehouse.domain.quota.TokenBucket;
import io.gatehouse.domain.time.GatewayClock;
import io.gatehouse.plugin.AdapterSupport.StoreStatus;
import java.io.IOException;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread that writes counters into their slots.
 *
 * <p>It takes them from a queue that holds each of them once at most, however often it changes meanwhile: so the queue is bounded by
 * the number of counters, and requests of one caller that wait together are written together. A request waits up to the deadline.
 * What cannot be written by then makes the file count as away, until a write has succeeded; the thread goes on trying.
 */
final class CounterWriter implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CounterWriter.class);

    private static final long RETRY_MILLIS = 200;
    private static final long CLOSING_MILLIS = 5_000;

    /** Ends the queue. */
    private static final Counter END = new Counter(new UUID(0, 0), -1, new TokenBucket.Used(0), Long.MAX_VALUE);

    private final CounterFile file;
    private final Consumer<List<CounterFile.Slot>> restore;
    private final Duration deadline;
    private final GatewayClock clock;
    private final QuotaStoreListener listener;
    private final BlockingQueue<Counter> changed = new LinkedBlockingQueue<>();
    private final BitSet slots = new BitSet();
    private final Object state = new Object();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "file-ledger");

    private volatile boolean out = true;
    private volatile long sinceMillis;

    /**
     * Opens nothing yet.
     *
     * @param restore takes over what is in the file once it is open
     */
    CounterWriter(
            CounterFile file,
            Consumer<List<CounterFile.Slot>> restore,
            Duration deadline,
            GatewayClock clock,
            QuotaStoreListener listener) {
        this.file = file;
        this.restore = restore;
        this.deadline = deadline;
        this.clock = clock;
        this.listener = listener;
        this.sinceMillis = clock.epochMillis();
        thread.setDaemon(true);
    }

    /** Opens the file; where that fails, the thread tries again. */
    void start() {
        try {
            open();
        } catch (IOException e) {
            LOG.warn("{} does not take counters: {}; until it does, on-outage holds", file, e.getMessage());
        }
        thread.start();
    }

    private void open() throws IOException {
        file.open();
        List<CounterFile.Slot> found = file.read();
        synchronized (slots) {
            found.forEach(slot -> slots.set(slot.number()));
        }
        restore.accept(found);
        recovered();
    }

    /** Whether the file is away: not open yet, or not to be written. */
    boolean isOut() {
        return out;
    }

    StoreStatus status() {
        return new StoreStatus(out, sinceMillis, 1);
    }

    /** Has the last change of a counter written, some time. With its lock. */
    void write(Counter counter) {
        if (!counter.queued) {
            counter.queued = true;
            changed.add(counter);
        }
    }

    /** Waits until its last change is written, or the file is away. With its lock, which is let go of meanwhile. */
    void await(Counter counter) {
        long change = counter.changes;
        // Real time, whatever the gateway's clock says: this is about how long a thread is held up.
        long end = System.nanoTime() + deadline.toNanos();
        try {
            while (counter.written < change && !out) {
                long left = end - System.nanoTime();
                if (left <= 0) {
                    away("nothing was written within " + deadline.toMillis() + " ms");
                } else {
                    TimeUnit.NANOSECONDS.timedWait(counter, left);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Lets others have the slot of a counter that is dropped. With its lock. */
    void free(Counter counter) {
        if (counter.slot >= 0) {
            free(counter.slot);
        }
    }

    /** Lets others have a slot. */
    void free(int slot) {
        synchronized (slots) {
            slots.clear(slot);
        }
    }

    private int takeSlot() {
        synchronized (slots) {
            int slot = slots.nextClearBit(0);
            slots.set(slot);
            return slot;
        }
    }

    /** What the thread does until the end. */
    private void run() {
        try {
            boolean opened = !out;
            while (!opened) {
                if (closing.await(RETRY_MILLIS, TimeUnit.MILLISECONDS)) {
                    return;
                }
                opened = opens();
            }
            for (Counter counter = changed.take(); counter != END; counter = changed.take()) {
                while (!writes(counter)) {
                    if (closing.await(RETRY_MILLIS, TimeUnit.MILLISECONDS)) {
                        LOG.warn("what {} counters have used last is not in {}", changed.size(), file);
                        return;
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Said once when it began; {@code /health} shows that it goes on. */
    private boolean opens() {
        try {
            open();
            return true;
        } catch (IOException e) {
            LOG.debug("{} does not take counters", file, e);
            return false;
        }
    }

    private boolean writes(Counter counter) {
        StoredUsage stored;
        long change;
        int slot;
        synchronized (counter) {
            if (counter.slot < 0) {
                counter.slot = takeSlot();
            }
            slot = counter.slot;
            change = counter.changes;
            stored = counter.stored();
        }
        long begun = clock.nanoTime();
        try {
            file.write(slot, stored);
        } catch (IOException e) {
            listener.asked(clock.nanoTime() - begun, false);
            synchronized (counter) {
                away(String.valueOf(e.getMessage()));
                counter.notifyAll();
            }
            return false;
        }
        listener.asked(clock.nanoTime() - begun, true);
        synchronized (counter) {
            counter.written = change;
            counter.queued = false;
            if (counter.changes > change) {
                write(counter);
            }
            counter.notifyAll();
        }
        recovered();
        return true;
    }

    /** With the lock of a counter that is not written yet: so the write that ends the outage comes after it. */
    private void away(String reason) {
        synchronized (state) {
            if (!out) {
                sinceMillis = clock.epochMillis();
                out = true;
                LOG.warn("{} cannot be written: {}; until it can be, on-outage holds", file, reason);
                listener.outage(true);
            }
        }
    }

    private void recovered() {
        synchronized (state) {
            if (out) {
                sinceMillis = clock.epochMillis();
                out = false;
                LOG.info("requests are counted in {}", file);
                listener.outage(false);
            }
        }
    }

    /** Writes what is left, for some seconds at most, and lets go of the file. */
    @Override
    public void close() throws IOException {
        changed.add(END);
        closing.countDown();
        try {
            thread.join(CLOSING_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        file.close();
    }
}
