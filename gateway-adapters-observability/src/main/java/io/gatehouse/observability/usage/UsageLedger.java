package io.gatehouse.observability.usage;

import io.gatehouse.domain.memory.HeapShare;
import io.gatehouse.domain.time.CalendarUnit;
import io.gatehouse.domain.time.GatewayClock;
import io.gatehouse.domain.traffic.TrafficListener;
import io.gatehouse.domain.usage.UsageStore;
import io.gatehouse.domain.usage.UsageStore.Row;
import io.gatehouse.domain.usage.UsageStore.Watch;
import io.gatehouse.domain.usage.UsageStoreException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts what is used, and writes it to a store: every ten seconds, before anybody reads it, and at the end.
 *
 * <p>What the store has not taken is kept and written later, within the room that there is: then others are counted together. A process that is
 * killed loses what it has counted since the last time.
 */
public final class UsageLedger implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(UsageLedger.class);

    private static final Duration PERIOD = Duration.ofSeconds(10);
    private static final Duration WITHIN = Duration.ofSeconds(5);
    private static final int BATCH = 1_000;

    /** Names are said to be present once a day; stores forget after two. */
    private static final long PRESENT_HOURS = 24;

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
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        var made = new Thread(task, "gatehouse-usage");
        made.setDaemon(true);
        return made;
    });

    private long begunMillis = -1;
    private boolean prepared;
    private boolean closed;
    private long presentHour = -PRESENT_HOURS;
    private Set<String> present = Set.of();
    private volatile boolean out;

    /**
     * Counts for this store; begins nothing.
     *
     * @param mostBytes what may be taken of the heap by what is not written yet, and by counting
     * @param retention how long the store keeps it
     */
    public UsageLedger(UsageStore store, Duration retention, long mostBytes, GatewayClock clock) {
        this(store, retention, new UsageRoom(mostBytes / UsageCell.BYTES, MOST_OF_TENANT), clock);
    }

    UsageLedger(UsageStore store, Duration retention, UsageRoom room, GatewayClock clock) {
        this.store = store;
        this.retention = retention;
        this.clock = clock;
        this.room = room;
        this.meter = new UsageMeter(room, uses);
    }

    /** What hears of every exchange. */
    public TrafficListener listener() {
        return meter;
    }

    /** Watches, and writes from now on. */
    @SuppressWarnings("FutureReturnValueIgnored") // What flushing throws is logged where it is done.
    public synchronized void begin() {
        begunMillis = clock.epochMillis();
        thread.scheduleWithFixedDelay(() -> flush(WITHIN), PERIOD.toMillis(), PERIOD.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** The registry that is about to be served has these names. One thread at a time. */
    public void registry(RegistryNames names) {
        uses.names(names.collected());
    }

    /** Whether the store fails at the moment. */
    public boolean isOut() {
        return out;
    }

    /** What has been counted and is not written takes of the heap. */
    public HeapShare share() {
        return new HeapShare("usage", room.most() * UsageCell.BYTES, () -> room.taken() * UsageCell.BYTES, room::taken);
    }

    /**
     * What there is to ask; what this process has counted is written first.
     *
     * @throws UsageStoreException if the store fails
     */
    public UsageStore upToDate() {
        flush(WITHIN);
        return store;
    }

    /** Writes what has not been written; says whether the store has taken all of it. */
    synchronized boolean flush(Duration within) {
        if (closed) {
            return false;
        }
        try {
            if (!prepared) {
                store.prepare(within);
                prepared = true;
            }
            writeRows(within);
            writeNames(within);
            if (begunMillis >= 0) {
                store.watched(new Watch(run, begunMillis, clock.epochMillis()), retention, within);
            }
            turn(false, "");
            return true;
        } catch (UsageStoreException failure) {
            prepared = false;
            turn(true, store.outageReason().orElse(String.valueOf(failure.getMessage())));
            return false;
        } catch (RuntimeException defect) {
            LOG.error("Usage could not be written", defect);
            return false;
        }
    }

    private void turn(boolean nowOut, String why) {
        if (nowOut && !out) {
            LOG.warn("usage is kept in memory until its store answers again: {}", why);
        } else if (!nowOut && out) {
            LOG.info("the store of usage answers again; all that was counted is written");
        }
        out = nowOut;
    }

    private void writeRows(Duration within) {
        long now = clock.epochMillis();
        long over = CalendarUnit.HOUR.at(now - GRACE_MILLIS);
        for (HourOfUsage hour : meter.hours()) {
            List<UsageCell> changed = changed(hour);
            for (int from = 0; from < changed.size(); from += BATCH) {
                write(hour, changed.subList(from, Math.min(changed.size(), from + BATCH)), within);
            }
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
        store.write(rows, retention, within);
        for (int n = 0; n < rows.size(); n++) {
            cells.get(n).written(rows.get(n));
        }
    }

    private void writeNames(Duration within) {
        long hour = CalendarUnit.HOUR.at(clock.epochMillis());
        List<String> names = uses.present();
        boolean all = hour - presentHour >= PRESENT_HOURS;
        Set<String> known = all ? Set.of() : present;
        List<String> news = names.stream().filter(name -> !known.contains(name)).toList();
        for (int from = 0; from < news.size(); from += BATCH) {
            store.present(news.subList(from, Math.min(news.size(), from + BATCH)), hour, retention, within);
        }
        if (!news.isEmpty() || present.size() != names.size()) {
            present = new HashSet<>(names);
        }
        presentHour = all ? hour : presentHour;
        for (Map<String, Long> some = uses.unwritten(BATCH); !some.isEmpty(); some = uses.unwritten(BATCH)) {
            store.used(new HashMap<>(some), retention, within);
            uses.written(some);
        }
    }

    /** Writes everything that was counted, if the store takes it. */
    @Override
    public void close() {
        thread.shutdown();
        if (begunMillis >= 0 && !flush(WITHIN)) {
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
