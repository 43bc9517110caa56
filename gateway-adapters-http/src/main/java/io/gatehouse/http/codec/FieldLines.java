package io.gatehouse.http.codec;

import io.gatehouse.domain.request.RequestHeaders;
import io.gatehouse.domain.response.HeaderFields;
import io.undertow.util.HttpString;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The field lines of a request or a response, in order. A look-up by name looks at each: heads have few lines, and a line costs no memory of
 * its own. Reused by its connection; used by one thread at a time.
 *
 * <p>Lines of an HTTP/1.1 connection have their room only from the first line until they are cleared.
 */
public final class FieldLines implements RequestHeaders, HeaderFields {

    private static final int USUAL = 16;

    /** More room than this is not kept for the next head. */
    private static final int MOST_KEPT = 32;

    private static final @Nullable HttpString[] NO_NAMES = {};
    private static final @Nullable String[] NO_VALUES = {};
    private static final long[] NO_NUMBERS = {};

    private final @Nullable SpareArrays spare;
    private @Nullable HttpString[] names = NO_NAMES;
    private @Nullable String[] values = NO_VALUES;

    /** What stands where there is no value: a number, of which text is made when somebody asks for that. */
    private long[] numbers = NO_NUMBERS;

    private int count;

    /** A bit for each name that there is, by its hash; some more bits may be set. Most look-ups are for names that are not there. */
    private long present;

    /** Lines with room of their own. */
    public FieldLines() {
        spare = null;
    }

    /** Lines whose room is from here, and goes back there. */
    public FieldLines(SpareArrays spare) {
        this.spare = spare;
    }

    /** Takes all lines out. */
    public void clear() {
        if (names.length <= MOST_KEPT) {
            Arrays.fill(names, 0, count, null);
            Arrays.fill(values, 0, count, null);
        }
        if (names.length > MOST_KEPT || spare != null) {
            giveBack();
        }
        count = 0;
        present = 0;
    }

    private void giveBack() {
        if (spare != null && names.length > 0 && names.length <= MOST_KEPT) {
            spare.keep(names, values, numbers);
        }
        names = NO_NAMES;
        values = NO_VALUES;
        numbers = NO_NUMBERS;
    }

    private void grow() {
        if (count == 0 && spare != null && !spare.isEmpty()) {
            spare.take();
            names = spare.names();
            values = spare.values();
            numbers = spare.numbers();
            return;
        }
        int room = Math.max(USUAL, 2 * count);
        names = Arrays.copyOf(names, room);
        values = Arrays.copyOf(values, room);
    }

    /** Adds a line behind those that there are. */
    public FieldLines add(HttpString name, String value) {
        if (count == names.length) {
            grow();
        }
        names[count] = name;
        values[count++] = value;
        present |= 1L << name.hashCode();
        return this;
    }

    /** Adds a line in the place of all with this name. */
    public FieldLines put(HttpString name, String value) {
        int first = find(name, 0);
        if (first < 0) {
            return add(name, value);
        }
        names[first] = name;
        values[first] = value;
        removeFrom(first + 1, name);
        return this;
    }

    /** Adds a line with a number, not negative, in the place of all with this name. */
    public FieldLines put(HttpString name, long number) {
        put(name, "");
        int at = find(name, 0);
        if (numbers.length < values.length) {
            numbers = Arrays.copyOf(numbers, values.length);
        }
        numbers[at] = number;
        values[at] = null;
        return this;
    }

    /** Takes all lines with this name out. */
    public void remove(HttpString name) {
        removeFrom(0, name);
    }

    private void removeFrom(int from, HttpString name) {
        int to = find(name, from);
        if (to < 0) {
            return;
        }
        for (int i = to + 1; i < count; i++) {
            if (!isNamed(i, name)) {
                names[to] = names[i];
                values[to] = values[i];
                if (values[i] == null) {
                    numbers[to] = numbers[i];
                }
                to++;
            }
        }
        Arrays.fill(names, to, count, null);
        Arrays.fill(values, to, count, null);
        count = to;
    }

    private int find(HttpString name, int from) {
        if ((present >>> name.hashCode() & 1) == 0) {
            return -1;
        }
        for (int i = from; i < count; i++) {
            if (isNamed(i, name)) {
                return i;
            }
        }
        return -1;
    }

    private boolean isNamed(int i, HttpString name) {
        return isSame(name(i), name);
    }

    /** Whether two names are the same, in whatever case: their hashes say no for nearly all that are not. */
    @SuppressWarnings("ReferenceEquality") // most names are the very constants that they are compared with
    static boolean isSame(HttpString one, HttpString other) {
        return one == other || (one.hashCode() == other.hashCode() && one.equals(other));
    }

    public boolean contains(HttpString name) {
        return find(name, 0) >= 0;
    }

    /** The value of the first line with this name; null if there is none. */
    public @Nullable String first(HttpString name) {
        int at = find(name, 0);
        return at < 0 ? null : value(at);
    }

    @Override
    public @Nullable String first(String name) {
        for (int i = 0; i < count; i++) {
            if (isNamed(i, name)) {
                return value(i);
            }
        }
        return null;
    }

    @Override
    public List<String> all(String name) {
        List<String> all = List.of();
        for (int i = 0; i < count; i++) {
            if (isNamed(i, name)) {
                all = all.isEmpty() ? List.of(value(i)) : with(all, value(i));
            }
        }
        return all;
    }

    @Override
    public boolean isRepeated(String name) {
        int lines = 0;
        for (int i = 0; i < count; i++) {
            lines += isNamed(i, name) ? 1 : 0;
        }
        return lines > 1;
    }

    private static List<String> with(List<String> some, String more) {
        var all = new ArrayList<>(some);
        all.add(more);
        return List.copyOf(all);
    }

    private boolean isNamed(int i, String name) {
        HttpString here = name(i);
        return here.length() == name.length() && here.toString().equalsIgnoreCase(name);
    }

    public int count() {
        return count;
    }

    /** The name of a line, spelled as it came. */
    @SuppressWarnings("NullAway") // there are as many as counted
    public HttpString name(int i) {
        return names[i];
    }

    public String value(int i) {
        String value = values[i];
        if (value == null) {
            value = Long.toString(numbers[i]);
            values[i] = value;
        }
        return value;
    }

    /** Adds the value of a line to a head. */
    public void writeValue(int i, HeadBuffer to) {
        String value = values[i];
        if (value == null) {
            to.add(numbers[i]);
        } else {
            to.addValue(value);
        }
    }
}
