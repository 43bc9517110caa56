package io.gatehouse.http.codec;

import io.undertow.util.HttpString;
import java.util.Arrays;

/** The field lines of a head as they were read, in order. */
abstract sealed class ReadFields permits FieldList, RequestHeadParser, ResponseHead {

    HttpString[] names;
    String[] values;
    int count;

    /** A bit for each name that has come, by its hash. */
    private long present;

    /** Room for so many at first. */
    ReadFields(int room) {
        names = new HttpString[room];
        values = new String[room];
    }

    final void forgetAll() {
        count = 0;
        present = 0;
    }

    final void keep(HttpString name, String value) {
        if (count == names.length) {
            names = Arrays.copyOf(names, 2 * count);
            values = Arrays.copyOf(values, 2 * count);
        }
        names[count] = name;
        values[count++] = value;
        present |= 1L << name.hashCode();
    }

    /** Whether there can be a line with this name; most of those that are asked for are not there. */
    public final boolean mayHave(HttpString name) {
        return (present >>> name.hashCode() & 1) != 0;
    }

    public final int count() {
        return count;
    }

    public final HttpString name(int i) {
        return names[i];
    }

    public final String value(int i) {
        return values[i];
    }
}
