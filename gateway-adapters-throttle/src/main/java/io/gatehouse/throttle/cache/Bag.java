package io.gatehouse.throttle.cache;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** Entries in no order, of which any can be picked and any taken out at once. Not safe for concurrent use. */
final class Bag<S extends CounterState> {

    private final List<Entry<S>> entries = new ArrayList<>();
    private int next;

    int size() {
        return entries.size();
    }

    /** Puts in an entry that is in no bag. */
    void add(Entry<S> entry) {
        entry.bag = this;
        entry.index = entries.size();
        entries.add(entry);
    }

    /** Takes out an entry of this bag; the last one takes its place. */
    void remove(Entry<S> entry) {
        Entry<S> last = entries.remove(entries.size() - 1);
        if (entry.index < entries.size()) {
            entries.set(entry.index, last);
            last.index = entry.index;
        }
        entry.bag = null;
    }

    /** Any of the entries, of which there are some. */
    Entry<S> any() {
        return entries.get(ThreadLocalRandom.current().nextInt(entries.size()));
    }

    /** The entry whose turn it is; there are some. Goes from the last to the first, as the last ones take the places of others. */
    Entry<S> turn() {
        next = next > 0 && next < entries.size() ? next - 1 : entries.size() - 1;
        return entries.get(next);
    }

    /** It is the last one's turn. */
    void rewind() {
        next = 0;
    }
}
