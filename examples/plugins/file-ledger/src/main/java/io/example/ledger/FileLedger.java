package io.example.ledger;

import io.gatehouse.domain.memory.HeapShare;
import io.gatehouse.domain.quota.CounterKey;
import io.gatehouse.domain.quota.QuotaDecision;
import io.gatehouse.domain.quota.QuotaLedger;
import io.gatehouse.domain.quota.QuotaStoreListener;
import io.gatehouse.domain.quota.RateLimit;
import io.gatehouse.domain.quota.RateLimit.ConsumeResult;
import io.gatehouse.domain.quota.RateLimit.Usage;
import io.gatehouse.domain.quota.SharedCounterSettings.OutageMode;
import io.gatehouse.domain.quota.TokenBucket;
import io.gatehouse.domain.time.GatewayClock;
import io.gatehouse.plugin.AdapterSupport.StoreStatus;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.BitSet;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts in memory, and grants nothing before it stands in the file as well; so what has been granted is known after a restart, and
 * after a crash.
 *
 * <p>One thread writes. It takes counters from a queue that holds each of them once at most, however often it changes meanwhile: so
 * the queue is bounded by the number of counters, and requests of one caller that wait together are written together. A request
 * waits for that up to the deadline. Where it cannot be written by then, the file counts as away until a write has succeeded, and
 * {@link OutageMode} says what holds; the thread goes on trying.
 *
 * <p>There are as many counters as set. Those of which nothing counts any more make room for new ones; where none does, whoever is
 * new is not counted, and whoever is counted is not forgotten.
 */
final class FileLedger implements QuotaLedger, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FileLedger.class);

    private static final long RETRY_MILLIS = 200;
    private static final long CLOSING_SECONDS = 5;
    private static final long SWEEP_MILLIS = 1_000;

    /** A clock that is set back by no more than that gives nothing anew. */
    private static final long SLACK_MILLIS = 2_000;

    private static final long BYTES_OF_COUNTER = 300;

    /** What one caller has used of one limit. Guarded by itself, but for the volatile field. */
    private static final class Counter {
        final UUID id;
        volatile Usage usage;

        @Nullable
        RateLimit limit;

        long forgottenAtMillis;
        int slot;
        long changes;
        long written;
        boolean queued;
        boolean dropped;

        Counter(UUID id, int slot, Usage usage, long forgottenAtMillis) {
            this.id = id;
            this.slot = slot;
            this.usage = usage;
            this.forgottenAtMillis = forgottenAtMillis;
        }
    }

    /** Ends the queue. */
    private static final Counter END = new Counter(new UUID(0, 0), -1, new TokenBucket.Used(0), Long.MAX_VALUE);

    private final CounterFile file;
    private final FileLedgerModule.Settings settings;
    private final GatewayClock clock;
    private final QuotaStoreListener listener;
    private final ConcurrentHashMap<UUID, Counter> counters = new ConcurrentHashMap<>();
    private final BlockingQueue<Counter> changed = new LinkedBlockingQueue<>();
    private final BitSet slots = new BitSet();
    private final Object state = new Object();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread writer = new Thread(this::write, "file-ledger");

    private volatile boolean started;
    private volatile boolean out = true;
    private volatile long sinceMillis;
    private long sweptMillis;

    FileLedger(CounterFile file, FileLedgerModule.Settings settings, GatewayClock clock, QuotaStoreListener listener) {
        this.file = file;
        this.settings = settings;
        this.clock = clock;
        this.listener = listener;
        this.sinceMillis = clock.epochMillis();
        writer.setDaemon(true);
    }

    /** Opens the file and begins to count; where that fails, it is tried again. */
    synchronized void start() {
        if (!started) {
            open();
            started = true;
            writer.start();
        }
    }

    private boolean open() {
        try {
            file.open();
            restore();
        } catch (IOException e) {
            if (!started) {
                LOG.warn(
                        "{} cannot be used: {}; until it can be, on-outage holds ({})",
                        file,
                        e.getMessage(),
                        settings.onOutage());
            }
            return false;
        }
        recovered();
        return true;
    }

    /** Takes over what is in the file, beside what was counted before it could be opened. */
    private void restore() throws IOException {
        long now = clock.epochMillis();
        for (CounterFile.Slot slot : file.read()) {
            StoredUsage stored = slot.usage();
            if (stored.forgottenAtMillis() + SLACK_MILLIS > now) {
                var found = new Counter(stored.counter(), slot.number(), stored.usage(), stored.forgottenAtMillis());
                Counter known = counters.putIfAbsent(stored.counter(), found);
                if (known != null) {
                    add(known, found, now);
                }
            }
        }
        synchronized (slots) {
            counters.values().stream().filter(counter -> counter.slot >= 0).forEach(counter -> slots.set(counter.slot));
        }
    }

    private static void add(Counter known, Counter found, long now) {
        synchronized (known) {
            RateLimit limit = known.limit;
            if (limit != null) {
                known.usage = limit.sum(known.usage, found.usage, now);
                known.forgottenAtMillis = limit.forgottenAtMillis(known.usage);
                known.slot = found.slot;
            } else if (known.forgottenAtMillis <= found.forgottenAtMillis) {
                known.usage = found.usage;
                known.forgottenAtMillis = found.forgottenAtMillis;
                known.slot = found.slot;
            }
        }
    }

    @Override
    public @Nullable QuotaDecision takeAtOnce(RateLimit limit, CounterKey key, long permits) {
        if (isAway()) {
            return uncounted();
        }
        // Refusals write nothing. Whoever goes on asking beyond his limit takes no thread that may block.
        Counter counter = counters.get(id(limit, key));
        QuotaDecision decision = counter == null
                ? null
                : limit.take(counter.usage, clock.epochMillis(), permits).decision();
        return decision == null || decision.admits() ? null : decision;
    }

    @Override
    public QuotaDecision take(RateLimit limit, CounterKey key, long permits) {
        if (isAway()) {
            return uncounted();
        }
        UUID id = id(limit, key);
        while (true) {
            Counter counter = findOrMake(id, limit);
            if (counter == null) {
                return uncounted();
            }
            synchronized (counter) {
                if (!counter.dropped) {
                    return take(limit, counter, permits);
                }
            }
        }
    }

    /** With the counter's lock, which is let go of while waiting. */
    private QuotaDecision take(RateLimit limit, Counter counter, long permits) {
        ConsumeResult result = limit.take(counter.usage, clock.epochMillis(), permits);
        if (!result.decision().admits()) {
            return result.decision();
        }
        counter.limit = limit;
        counter.usage = result.usage();
        counter.forgottenAtMillis = limit.forgottenAtMillis(result.usage());
        long change = ++counter.changes;
        if (!counter.queued) {
            counter.queued = true;
            changed.add(counter);
        }
        if (!out && !awaitWritten(counter, change)) {
            away("nothing was written within " + settings.deadline().toMillis() + " ms");
        }
        return counter.written < change && settings.onOutage() != OutageMode.LOCAL_SHARE
                ? uncounted()
                : result.decision();
    }

    /** Real time, whatever the gateway's clock says: this is about how long a thread is held up. */
    private boolean awaitWritten(Counter counter, long change) {
        long end = System.nanoTime() + settings.deadline().toNanos();
        try {
            while (counter.written < change && !out) {
                long left = end - System.nanoTime();
                if (left <= 0) {
                    return false;
                }
                TimeUnit.NANOSECONDS.timedWait(counter, left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return counter.written >= change;
    }

    @Override
    public QuotaDecision look(RateLimit limit, CounterKey key, long permits) {
        if (!started) {
            lookIntoFile();
        } else if (isAway()) {
            return uncounted();
        }
        Counter counter = counters.get(id(limit, key));
        Usage usage = counter == null ? limit.unused() : counter.usage;
        return limit.take(usage, clock.epochMillis(), permits).decision();
    }

    /** {@code explain} on the command line asks without serving: it sees what has been written so far. */
    private synchronized void lookIntoFile() {
        if (!started && counters.isEmpty()) {
            try {
                restore();
            } catch (IOException e) {
                LOG.warn("{} cannot be read: {}", file, e.getMessage());
            }
        }
    }

    /** Whether nobody counts now. */
    private boolean isAway() {
        return out && settings.onOutage() != OutageMode.LOCAL_SHARE;
    }

    private QuotaDecision uncounted() {
        return settings.onOutage() == OutageMode.CLOSED ? QuotaDecision.UNAVAILABLE : QuotaDecision.UNCOUNTED;
    }

    private @Nullable Counter findOrMake(UUID id, RateLimit limit) {
        Counter known = counters.get(id);
        if (known != null) {
            return known;
        }
        if (counters.mappingCount() >= settings.mostCounters() && !sweep()) {
            return null;
        }
        return counters.computeIfAbsent(id, key -> new Counter(key, -1, limit.unused(), 0));
    }

    /** Drops counters of which nothing counts any more; whether there is room now. */
    private boolean sweep() {
        long now = clock.epochMillis();
        synchronized (slots) {
            if (Math.abs(now - sweptMillis) < SWEEP_MILLIS) {
                return false;
            }
            sweptMillis = now;
        }
        for (Counter counter : counters.values()) {
            synchronized (counter) {
                if (!counter.queued && counter.forgottenAtMillis + SLACK_MILLIS <= now) {
                    counter.dropped = true;
                    counters.remove(counter.id, counter);
                    freeSlot(counter);
                }
            }
        }
        return counters.mappingCount() < settings.mostCounters();
    }

    private void freeSlot(Counter counter) {
        if (counter.slot >= 0) {
            synchronized (slots) {
                slots.clear(counter.slot);
            }
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
    private void write() {
        try {
            boolean opened = !out;
            while (!opened) {
                if (closing.await(RETRY_MILLIS, TimeUnit.MILLISECONDS)) {
                    return;
                }
                opened = open();
            }
            for (Counter counter = changed.take(); counter != END; counter = changed.take()) {
                while (!write(counter)) {
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

    private boolean write(Counter counter) {
        StoredUsage stored;
        long change;
        int slot;
        synchronized (counter) {
            if (counter.slot < 0) {
                counter.slot = takeSlot();
            }
            slot = counter.slot;
            change = counter.changes;
            stored = new StoredUsage(counter.id, counter.forgottenAtMillis, counter.usage);
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
            counter.queued = counter.changes > change;
            if (counter.queued) {
                changed.add(counter);
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
                LOG.warn(
                        "{} cannot be written: {}; until it can be, on-outage holds ({})",
                        file,
                        reason,
                        settings.onOutage());
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

    StoreStatus status() {
        return new StoreStatus(out, sinceMillis, 1);
    }

    @Override
    public List<HeapShare> heapShares() {
        return List.of(new HeapShare(
                "file-ledger-counters",
                settings.mostCounters() * BYTES_OF_COUNTER,
                () -> counters.mappingCount() * BYTES_OF_COUNTER,
                counters::mappingCount));
    }

    /** Writes what is left, for some seconds at most, and lets go of the file. */
    @Override
    public void close() throws IOException {
        changed.add(END);
        closing.countDown();
        try {
            writer.join(TimeUnit.SECONDS.toMillis(CLOSING_SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        file.close();
    }

    /**
     * Counters are told apart by their names and the form of their limits. The file holds digests, which are all of one length and
     * tell nobody who called.
     */
    private static UUID id(RateLimit limit, CounterKey key) {
        String name = limit.form() + "|" + key.text();
        ByteBuffer bytes = ByteBuffer.allocate(name.length() * Character.BYTES);
        bytes.asCharBuffer().put(name);
        try {
            ByteBuffer digest =
                    ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(bytes.array()));
            return new UUID(digest.getLong(), digest.getLong());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
