package io.gatehouse.observability.memory;

import io.gatehouse.domain.memory.HeapShare;
import io.gatehouse.domain.usage.UsageDimension;
import io.gatehouse.domain.usage.UsageStore;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/** Usage in the memory of one process; forgotten at its end. Beyond its bound the oldest hours go, which it says. */
public final class MemoryUsageStore implements UsageStore {

    /** A row with its counts and its place; the series and the id are the counter's own for the time being, and kept. */
    private static final int ROW_BYTES = 48 + 40 + 56 + 48 + 64;

    private static final long FORGET_NOTES_MILLIS = 60_000;

    private final long mostBytes;
    private final TreeMap<Long, Map<String, Row>> hours = new TreeMap<>();
    private final Map<String, Note> notes = new HashMap<>();
    private final AtomicLong rows = new AtomicLong();
    private long completeFrom;
    private long notesForgottenBefore;

    /** Takes so many bytes of the heap for rows at most. */
    public MemoryUsageStore(long mostBytes) {
        this.mostBytes = mostBytes;
    }

    @Override
    public synchronized void write(List<Row> written, List<Note> noted, Duration retention, Duration timeout) {
        noted.forEach(note -> notes.merge(note.name(), note, MemoryUsageStore::latest));
        noted.stream()
                .mapToLong(Note::seenMillis)
                .max()
                .ifPresent(now -> forgetNotesBefore(now - retention.toMillis()));
        for (Row row : written) {
            if (hours.computeIfAbsent(row.hour(), first -> new HashMap<>()).put(row.id(), row) == null) {
                rows.incrementAndGet();
            }
        }
        // By what is written now, not by the latest there is: a clock that was ahead for a while must not cost all that
        // follows.
        written.stream().mapToLong(Row::hour).max().ifPresent(hour -> forgetBefore(hour - retention.toHours()));
        while (bytes() > mostBytes && hours.size() > 1) {
            long oldest = hours.firstKey();
            forgetBefore(oldest + 1);
            completeFrom = oldest + 1;
        }
    }

    /** Looks at all of them, so only once for each minute of notes, also behind a clock that was ahead. */
    private void forgetNotesBefore(long millis) {
        if (Math.abs(millis - notesForgottenBefore) >= FORGET_NOTES_MILLIS) {
            notesForgottenBefore = millis;
            notes.values().removeIf(old -> old.seenMillis() < millis);
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

    private static Note latest(Note known, Note note) {
        boolean anew = known.seenMillis() < note.seenMillis() - ABSENCE.toMillis();
        return new Note(
                note.name(),
                anew ? note.sinceMillis() : known.sinceMillis(),
                Math.max(known.seenMillis(), note.seenMillis()),
                Math.max(known.usedMillis(), note.usedMillis()));
    }

    @Override
    public synchronized List<Note> notes(Duration timeout) {
        return List.copyOf(notes.values());
    }

    @Override
    public List<HeapShare> heapShares() {
        return List.of(new HeapShare("usage-store", mostBytes, this::bytes, rows::get));
    }

    private long bytes() {
        return rows.get() * ROW_BYTES;
    }
}
