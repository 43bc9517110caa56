package io.gatehouse.observability.usage;

import io.gatehouse.domain.memory.HeapShare;
import io.gatehouse.domain.time.CalendarUnit;
import io.gatehouse.domain.time.GatewayClock;
import io.gatehouse.domain.usage.UsageStore;
import io.gatehouse.domain.usage.UsageStore.Note;
import io.gatehouse.domain.usage.UsageStore.Query;
import io.gatehouse.domain.usage.UsageStore.Row;
import io.gatehouse.domain.usage.UsageStore.Sum;
import io.gatehouse.domain.usage.UsageStoreException;
import io.gatehouse.observability.grouping.ExchangeGroups.GroupReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts what is used, and writes it to a store: every five seconds, before anybody reads it, and at the end.
 *
 * <p>What the store has not taken is kept and written later, within the room that there is: then others are counted together. A process that is
 * killed loses what it has counted since the last time.
 */
public final class UsageLedger implements AutoCloseable {

    /** How the notes of processes that watch begin; the rest is a name that no other process has. */
    public static final String WATCH = "watch ";

    private static final Logger LOG = LoggerFactory.getLogger(UsageLedger.class);

    /** With the time that a write takes, twice, it is what a process that is killed loses at most: that must not be more than ten seconds. */
    private static final Duration PERIOD = Duration.ofSeconds(5);

    private static final Duration WITHIN = Duration.ofSeconds(10);

    /** While the store is known to be away one at a time asks for it, for so long; others are told at once, and keep no thread from other work. */
    private static final Duration WHILE_AWAY = Duration.ofSeconds(1);

    private static final int BATCH = 1_000;

    /** An hour that is over is kept for as long, for exchanges that end just now. */
    private static final long GRACE_MILLIS = 60_000;

    private static final int MOST_OF_TENANT = 5_000;

    private final String run = UUID.randomUUID().toString().replace("-", "");
    private final UsageStore store;
    private final Duration retention;
    private final GatewayClock clock;
    private final UsageRoom room;
    private final LastUses uses = new LastUses();
    private final UsageMeter meter;
    private final Runnable collect;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        var made = new Thread(task, "gatehouse-usage");
        made.setDaemon(true);
        return made;
    });

    private @Nullable WatchNotes watch;
    private boolean prepared;
    private boolean closed;
    private final AtomicBoolean out = new AtomicBoolean();
    private final Semaphore askingWhileOut = new Semaphore(1);

    /**
     * Counts for this store; begins nothing.
     *
     * @param mostBytes what may be taken of the heap by what is not written yet, and by counting
     * @param retention how long the store keeps it
     * @param collect brings what is on its way to the {@link #reader}; called before anything is written
     */
    public UsageLedger(UsageStore store, Duration retention, long mostBytes, GatewayClock clock, Runnable collect) {
        this(store, retention, new UsageRoom(mostBytes / UsageCell.BYTES, MOST_OF_TENANT), clock, collect);
    }

    UsageLedger(UsageStore store, Duration retention, UsageRoom room, GatewayClock clock, Runnable collect) {
        this.store = store;
        this.retention = retention;
        this.clock = clock;
        this.room = room;
        this.collect = collect;
        this.meter = new UsageMeter(room, uses);
    }

    /** What hears of every exchange. */
    public GroupReader reader() {
        return meter;
    }

    /** Watches, and writes from now on. */
    @SuppressWarnings("FutureReturnValueIgnored") // What flushing throws is logged where it is done.
    public synchronized void begin() {
        watch = new WatchNotes(WATCH + run, clock);
        thread.scheduleWithFixedDelay(() -> flush(WITHIN), PERIOD.toMillis(), PERIOD.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** The registry that is about to be served has these names. One thread at a time. */
    public void registry(RegistryNames names) {
        uses.names(names.collected());
    }

    /** Whether the store fails at the moment. */
    public boolean isOut() {
        return out.get();
    }

    /** What has been counted and is not written takes of the heap. */
    public HeapShare share() {
        return new HeapShare("usage", room.most() * UsageCell.BYTES, () -> room.taken() * UsageCell.BYTES, room::taken);
    }

    /**
     * What all processes have counted, this one up to now; nothing that is older than the retention, whether or not the store has dropped it.
     *
     * @throws UsageStoreException if the store fails
     */
    public List<Sum> sum(Query query, Duration within) {
        long from = Math.max(query.fromHour(), firstKept());
        var kept = new Query(query.by(), query.where(), from, query.toHour(), query.most());
        return ask(within, time -> store.sum(kept, time));
    }

    private <T> T ask(Duration within, Function<Duration, T> question) {
        if (!isOut()) {
            flush(WITHIN);
            return question.apply(isOut() ? WHILE_AWAY : within);
        }
        if (!askingWhileOut.tryAcquire()) {
            throw new UsageStoreException("the store is away", null);
        }
        try {
            flush(WHILE_AWAY);
            return question.apply(isOut() ? WHILE_AWAY : within);
        } finally {
            askingWhileOut.release();
        }
    }

    /** The first hour of which {@link #sum} has everything. */
    public long completeFrom() {
        return Math.max(store.completeFrom(), firstKept());
    }

    private long firstKept() {
        return CalendarUnit.HOUR.at(clock.epochMillis() - retention.toMillis());
    }

    /**
     * What is known of names, by all processes, by this one up to now, without those that have been away for longer than the retention.
     *
     * @throws UsageStoreException if the store fails
     */
    public List<Note> notes(Duration within) {
        long first = clock.epochMillis() - retention.toMillis();
        return ask(within, store::notes).stream()
                .filter(note -> note.seenMillis() > first)
                .toList();
    }

    /** Writes what has not been written; says whether the store has taken all of it. */
    boolean flush(Duration within) {
        collect.run();
        try {
            boolean open = write(within);
            if (open && out.getAndSet(false)) {
                LOG.info("the store of usage answers again; all that was counted is written");
            }
            return open;
        } catch (UsageStoreException failure) {
            if (!out.getAndSet(true)) {
                String why = store.outageReason().orElse(String.valueOf(failure.getMessage()));
                LOG.warn("usage is kept in memory until its store answers again: {}", why);
            }
        } catch (RuntimeException defect) {
            LOG.error("Usage could not be written", defect);
        }
        return false;
    }

    /** Logs nothing, as others wait for the lock; false once everything has ended. */
    private synchronized boolean write(Duration within) {
        if (closed) {
            return false;
        }
        if (!prepared) {
            store.prepare(within);
            prepared = true;
        }
        try {
            writeRows(within);
            writeNotes(within);
        } catch (UsageStoreException failure) {
            prepared = false;
            throw failure;
        }
        return true;
    }

    private void writeRows(Duration within) {
        long now = clock.epochMillis();
        long over = CalendarUnit.HOUR.at(now - GRACE_MILLIS);
        for (HourOfUsage hour : meter.hours()) {
            inBatches(changed(hour), cells -> write(hour, cells, within));
            if (hour.hour() < over && changed(hour).isEmpty()) {
                meter.forget(hour);
            }
        }
    }

    private static List<UsageCell> changed(HourOfUsage hour) {
        var changed = new ArrayList<UsageCell>();
        hour.forEach(cell -> {
            if (!cell.isWritten()) {
                changed.add(cell);
            }
        });
        return changed;
    }

    private void write(HourOfUsage hour, List<UsageCell> cells, Duration within) {
        List<Row> rows = cells.stream().map(cell -> cell.row(run, hour.hour())).toList();
        store.write(rows, List.of(), retention, within);
        for (int n = 0; n < rows.size(); n++) {
            cells.get(n).written(rows.get(n));
        }
    }

    private void writeNotes(Duration within) {
        long now = clock.epochMillis();
        long hour = CalendarUnit.HOUR.at(now);
        inBatches(uses.lackingPresence(hour), some -> {
            note(some, use -> new Note(use.name(), now, now, -1), within);
            some.forEach(use -> use.presenceWritten(hour));
        });
        inBatches(uses.unwritten(), some -> {
            note(some, use -> new Note(use.name(), now, now, CalendarUnit.HOUR.begin(use.hour())), within);
            some.forEach(LastUses.Unwritten::written);
        });
        Note watched = watch == null ? null : watch.next();
        if (watched != null) {
            note(List.of(watched), same -> same, within);
        }
    }

    private static <T> void inBatches(List<T> all, Consumer<List<T>> each) {
        for (int from = 0; from < all.size(); from += BATCH) {
            each.accept(all.subList(from, Math.min(all.size(), from + BATCH)));
        }
    }

    private <T> void note(List<T> some, Function<T, Note> as, Duration within) {
        store.write(List.of(), some.stream().map(as).toList(), retention, within);
    }

    private synchronized boolean hasBegun() {
        return watch != null;
    }

    /** Writes everything that was counted, if the store takes it. */
    @Override
    public void close() {
        thread.shutdown();
        if (hasBegun() && !flush(WITHIN)) {
            long lost = meter.hours().stream()
                    .mapToLong(hour -> changed(hour).size())
                    .sum();
            LOG.error("the store of usage does not answer at the end: what {} series have counted is lost", lost);
        }
        synchronized (this) {
            closed = true;
        }
    }
}
