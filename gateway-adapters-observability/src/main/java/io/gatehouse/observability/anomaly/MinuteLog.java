package io.gatehouse.observability.anomaly;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Tallies by minute, kept for a while; of each minute the first so many keys, all others under one, and in all no more than so many
 * bytes: beyond that the oldest minutes go. Safe for concurrent use; counting takes no lock once a key is known in its minute.
 */
final class MinuteLog<K> {

    /** What a key of a minute takes besides its tally: references, the header of an array. */
    private static final int ENTRY_BYTES = 72;

    /** What a clock is put right by all the time; the minute under way goes on for as long. */
    private static final int SMALL_STEP = 2;

    private final K spare;
    private final int mostKeys;
    private final long minutes;
    private final long mostBytes;
    private final Deque<Sealed<K>> past = new ArrayDeque<>();
    private long bytes;
    private volatile Live<K> current;
    private @Nullable Live<K> previous;

    /** A minute that counts go to. */
    private record Live<K>(long minute, Map<K, AtomicLongArray> tallies) {}

    /** A minute that is over. */
    private record Sealed<K>(long minute, Map<K, byte[]> tallies, long bytes) {}

    /** Keeps so many minutes, beginning with this one. */
    MinuteLog(long minute, K spare, int mostKeys, long minutes, long mostBytes) {
        this.current = new Live<>(minute, new ConcurrentHashMap<>());
        this.spare = spare;
        this.mostKeys = mostKeys;
        this.minutes = minutes;
        this.mostBytes = mostBytes;
    }

    /** Where a key is counted now. */
    AtomicLongArray now(K key) {
        Map<K, AtomicLongArray> tallies = current.tallies();
        AtomicLongArray known = tallies.get(key);
        return known == null
                ? tallies.computeIfAbsent(tallies.size() < mostKeys ? key : spare, first -> Tally.live())
                : known;
    }

    /**
     * Another minute begins. The one before is sealed only with the next one, when nobody counts in it any more. Where the clock has been set back,
     * what is under way is counted in this minute, and those that lie ahead are forgotten.
     */
    synchronized void begin(long minute) {
        if (minute <= current.minute()) {
            if (minute < current.minute() - SMALL_STEP) {
                setBackTo(minute);
            }
            return;
        }
        if (previous != null) {
            seal(previous);
        }
        previous = current;
        current = new Live<>(minute, new ConcurrentHashMap<>());
        while (!past.isEmpty() && (past.getFirst().minute() <= minute - minutes || bytes > mostBytes)) {
            bytes -= past.removeFirst().bytes();
        }
    }

    private void setBackTo(long minute) {
        current = new Live<>(minute, current.tallies());
        if (previous != null && previous.minute() >= minute) {
            previous = null;
        }
        while (!past.isEmpty() && past.getLast().minute() >= minute) {
            bytes -= past.removeLast().bytes();
        }
    }

    private void seal(Live<K> over) {
        Map<K, byte[]> packed = new HashMap<>();
        long size = 0;
        for (Map.Entry<K, AtomicLongArray> entry : over.tallies().entrySet()) {
            byte[] tally = Tally.of(entry.getValue()).packed();
            packed.put(entry.getKey(), tally);
            size += ENTRY_BYTES + tally.length;
        }
        if (!packed.isEmpty()) {
            past.addLast(new Sealed<>(over.minute(), Map.copyOf(packed), size));
            bytes += size;
        }
    }

    /**
     * Looks at each minute from one to another, which does not belong to it, in order, and of it at these keys. Nobody else waits for that, however
     * many minutes there are: least of all the timer.
     */
    void forEach(long from, long to, Predicate<K> wanted, BiConsumer<Long, Map<K, Tally>> look) {
        List<Sealed<K>> sealed;
        List<Live<K>> live;
        synchronized (this) {
            sealed = List.copyOf(past);
            live = Stream.of(previous, current).filter(Objects::nonNull).toList();
        }
        sealed.forEach(minute -> look(minute.minute(), from, to, minute.tallies(), Tally::unpacked, wanted, look));
        live.forEach(minute -> look(minute.minute(), from, to, minute.tallies(), Tally::of, wanted, look));
    }

    private static <K, T> void look(
            long minute,
            long from,
            long to,
            Map<K, T> tallies,
            Function<T, Tally> read,
            Predicate<K> wanted,
            BiConsumer<Long, Map<K, Tally>> look) {
        if (minute >= from && minute < to) {
            Map<K, Tally> found = new HashMap<>();
            tallies.forEach((key, tally) -> {
                if (wanted.test(key)) {
                    found.put(key, read.apply(tally));
                }
            });
            look.accept(minute, found);
        }
    }

    /** All of these minutes together, by key. */
    Map<K, Tally> sums(long from, long to) {
        Map<K, Tally> sums = new HashMap<>();
        forEach(
                from,
                to,
                any -> true,
                (minute, tallies) -> tallies.forEach((key, tally) ->
                        sums.computeIfAbsent(key, first -> Tally.none()).add(tally)));
        return sums;
    }

    /** What the minutes that are over take, by estimate. */
    synchronized long bytes() {
        return bytes;
    }
}
