package io.gatehouse.app.usage;

import io.gatehouse.domain.usage.UsageStore.Note;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The time in which at least one process has watched what is used. */
final class WatchedTime {

    /** Stretches that do not touch: their ends by their beginnings. */
    private final TreeMap<Long, Long> stretches = new TreeMap<>();

    WatchedTime(List<Note> watches) {
        watches.stream().sorted(Comparator.comparing(Note::sinceMillis)).forEach(watch -> {
            Map.Entry<Long, Long> last = stretches.lastEntry();
            if (last == null || last.getValue() < watch.sinceMillis()) {
                stretches.put(watch.sinceMillis(), watch.seenMillis());
            } else {
                stretches.put(last.getKey(), Math.max(last.getValue(), watch.seenMillis()));
            }
        });
    }

    /** How many milliseconds of it lie behind this time. */
    long since(long millis) {
        return stretches.entrySet().stream()
                .mapToLong(stretch -> Math.max(0, stretch.getValue() - Math.max(stretch.getKey(), millis)))
                .sum();
    }

    /** When it began, in milliseconds since the epoch; -1 if nobody has ever watched. */
    long begin() {
        return stretches.isEmpty() ? -1 : stretches.firstKey();
    }
}
