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
import io.gatehouse.domain.time.GatewayClock;
import io.gatehouse.plugin.AdapterSupport.StoreStatus;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts in memory, and grants nothing before it stands in the file as well; so what has been granted is known after a restart, and
 * after a crash. While the file is away {@link OutageMode} says what holds.
 *
 * <p>There are as many counters as set. Those of which nothing counts any more make room for new ones; where none does, whoever is
 * new is not counted, and whoever is counted is not forgotten.
 */
final class FileLedger implements QuotaLedger, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FileLedger.class);

    private static final long SWEEP_MILLIS = 1_000;

    /** A clock that is set back by no more than that gives nothing anew. */
    private static final long SLACK_MILLIS = 2_000;

    private static final long BYTES_OF_COUNTER = 300;

    private final CounterFile file;
    private final FileLedgerModule.Settings settings;
    private final GatewayClock clock;
    private final CounterWriter writer;
    private final ConcurrentHashMap<UUID, Counter> counters = new ConcurrentHashMap<>();
    private final AtomicLong sweptMillis = new AtomicLong();

    private volatile boolean started;

    FileLedger(CounterFile file, FileLedgerModule.Settings settings, GatewayClock clock, QuotaStoreListener listener) {
        this.file = file;
        this.settings = settings;
        this.clock = clock;
        this.writer = new CounterWriter(file, this::restore, settings.deadline(), clock, listener);
    }

    /** Opens the file and begins to count. */
    synchronized void start() {
        if (!started) {
            writer.start();
            started = true;
        }
    }

    private void restore(List<CounterFile.Slot> slots) {
        long now = clock.epochMillis();
        for (CounterFile.Slot slot : slots) {
            if (slot.usage().forgottenAtMillis() + SLACK_MILLIS <= now) {
                writer.free(slot.number());
                continue;
            }
            Counter found = Counter.read(slot);
            Counter known = counters.putIfAbsent(found.id, found);
            if (known != null) {
                known.takeOver(found, now);
            }
        }
    }

    @Override
    public @Nullable QuotaDecision takeAtOnce(RateLimit limit, CounterKey key, long permits) {
        if (nobodyCounts()) {
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
        if (nobodyCounts()) {
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
        writer.write(counter);
        writer.await(counter);
        return counter.written < change && settings.onOutage() != OutageMode.LOCAL_SHARE
                ? uncounted()
                : result.decision();
    }

    @Override
    public QuotaDecision look(RateLimit limit, CounterKey key, long permits) {
        if (!started) {
            lookIntoFile();
        } else if (nobodyCounts()) {
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
                restore(file.read());
            } catch (IOException e) {
                LOG.warn("{} cannot be read: {}", file, e.getMessage());
            }
        }
    }

    private boolean nobodyCounts() {
        return writer.isOut() && settings.onOutage() != OutageMode.LOCAL_SHARE;
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

    /** Drops counters of which nothing counts any more, at most once a second; whether there is room now. */
    private boolean sweep() {
        long now = clock.epochMillis();
        long before = sweptMillis.get();
        if (Math.abs(now - before) < SWEEP_MILLIS || !sweptMillis.compareAndSet(before, now)) {
            return false;
        }
        for (Counter counter : counters.values()) {
            synchronized (counter) {
                if (!counter.queued && counter.forgottenAtMillis + SLACK_MILLIS <= now) {
                    counter.dropped = true;
                    counters.remove(counter.id, counter);
                    writer.free(counter);
                }
            }
        }
        return counters.mappingCount() < settings.mostCounters();
    }

    StoreStatus status() {
        return writer.status();
    }

    @Override
    public List<HeapShare> heapShares() {
        return List.of(new HeapShare(
                "file-ledger-counters",
                settings.mostCounters() * BYTES_OF_COUNTER,
                () -> counters.mappingCount() * BYTES_OF_COUNTER,
                counters::mappingCount));
    }

    @Override
    public void close() throws IOException {
        writer.close();
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
