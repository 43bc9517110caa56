package io.gatehouse.http.codec;

import io.undertow.util.HttpString;
import java.util.Arrays;

/** The field lines of a head as they were read, in order. */
abstract sealed class ReadFields permits FieldList, RequestHeadParser, ResponseHead {

    HttpString[] names;
    String[] values;
    int count;

    /** Room for so many at first. */
    ReadFields(int room) {
        names = new HttpString[room];
        values = new String[room];
    }

    final void keep(HttpString name, String value) {
        if (count == names.length) {
            names = Arrays.copyOf(names, 2 * count);
            values = Arrays.copyOf(values, 2 * count);
        }
        names[count] = name;
        values[count++] = value;
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
