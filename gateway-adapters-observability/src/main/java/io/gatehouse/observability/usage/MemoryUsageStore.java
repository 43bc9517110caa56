package io.gatehouse.observability.usage;

import io.gatehouse.domain.memory.HeapShare;
import io.gatehouse.domain.time.CalendarUnit;
import io.gatehouse.domain.usage.UsageDimension;
import io.gatehouse.domain.usage.UsageStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Usage in the memory of one process; forgotten at its end. Beyond its bound the oldest hours go, which it says. */
public final class MemoryUsageStore implements UsageStore {

    private static final Logger LOG = LoggerFactory.getLogger(MemoryUsageStore.class);

    /** A row with its counts and its place; the series and the id are the counter's own for the time being, and kept. */
    private static final int ROW_BYTES = 48 + 40 + 56 + 48 + 64;

    /** Names that have not been present for so long begin anew. */
    static final long ABSENT_HOURS = 48;

    private final long mostBytes;
    private final TreeMap<Long, Map<String, Row>> hours = new TreeMap<>();
    private final Map<String, Named> names = new HashMap<>();
    private final Map<String, Watch> watches = new HashMap<>();
    private final AtomicLong rows = new AtomicLong();
    private long completeFrom;

    private record Named(long presentSince, long presentAt, long used) {}

    /** Takes so many bytes of the heap for rows at most. */
    public MemoryUsageStore(long mostBytes) {
        this.mostBytes = mostBytes;
    }

    @Override
    public synchronized void write(List<Row> written, Duration retention, Duration timeout) {
        for (Row row : written) {
            if (hours.computeIfAbsent(row.hour(), first -> new HashMap<>()).put(row.id(), row) == null) {
                rows.incrementAndGet();
            }
        }
        if (!hours.isEmpty()) {
            forgetBefore(hours.lastKey() - retention.toHours());
        }
        while (bytes() > mostBytes && hours.size() > 1) {
            long oldest = hours.firstKey();
            forgetBefore(oldest + 1);
            completeFrom = oldest + 1;
            LOG.info(
                    "usage before {} is forgotten: there is no more room in memory (usage.store: mongo keeps it)",
                    Instant.ofEpochMilli(CalendarUnit.HOUR.begin(completeFrom)));
        }
    }

    private void forgetBefore(long hour) {
        Map<Long, Map<String, Row>> old = hours.headMap(hour);
        old.values().forEach(some -> rows.addAndGet(-some.size()));
        old.clear();
    }

    @Override
    public synchronized List<Sum> sum(Query query, Duration timeout) {
        var sums = new HashMap<List<String>, Counts>();
        for (Map<String, Row> hour : hours.subMap(query.fromHour(), Math.max(query.fromHour(), query.toHour()))
                .values()) {
            for (Row row : hour.values()) {
                if (query.where().entrySet().stream()
                        .allMatch(wanted -> value(row, wanted.getKey()).equals(wanted.getValue()))) {
                    List<String> group =
                            query.by().stream().map(by -> value(row, by)).toList();
                    if (sums.size() <= query.most() || sums.containsKey(group)) {
                        sums.merge(group, row.counts(), Counts::plus);
                    }
                }
            }
        }
        return sums.entrySet().stream()
                .map(sum -> new Sum(sum.getKey(), sum.getValue()))
                .toList();
    }

    private static String value(Row row, UsageDimension dimension) {
        Series series = row.series();
        return switch (dimension) {
            case HOUR -> Long.toString(row.hour());
            case TENANT -> series.tenant();
            case APPLICATION -> series.application();
            case KEY -> series.key();
            case SERVICE -> series.service();
            case VERSION -> series.version();
            case STATUS -> series.status();
        };
    }

    @Override
    public synchronized long completeFrom() {
        return completeFrom;
    }

    @Override
    public synchronized void present(Collection<String> said, long hour, Duration retention, Duration timeout) {
        for (String name : said) {
            Named known = names.get(name);
            if (known == null) {
                names.put(name, new Named(hour, hour, -1));
            } else {
                boolean anew = known.presentAt() < hour - ABSENT_HOURS;
                long at = Math.max(hour, known.presentAt());
                names.put(name, new Named(anew ? hour : known.presentSince(), at, known.used()));
            }
        }
        names.values().removeIf(named -> named.presentAt() < hour - retention.toHours());
    }

    @Override
    public synchronized void used(Map<String, Long> used, Duration retention, Duration timeout) {
        used.forEach((name, hour) -> names.computeIfPresent(
                name,
                (same, known) -> new Named(known.presentSince(), known.presentAt(), Math.max(known.used(), hour))));
    }

    @Override
    public synchronized List<NameUse> names(Duration timeout) {
        var all = new ArrayList<NameUse>();
        names.forEach((name, known) -> all.add(new NameUse(name, known.presentSince(), known.used())));
        return all;
    }

    @Override
    public synchronized void watched(Watch watch, Duration retention, Duration timeout) {
        watches.put(watch.run(), watch);
    }

    @Override
    public synchronized List<Watch> watches(Duration timeout) {
        return List.copyOf(watches.values());
    }

    @Override
    public List<HeapShare> heapShares() {
        return List.of(new HeapShare("usage-store", mostBytes, this::bytes, rows::get));
    }

    private long bytes() {
        return rows.get() * ROW_BYTES;
    }
}
