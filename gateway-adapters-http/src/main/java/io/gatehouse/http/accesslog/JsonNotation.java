package io.gatehouse.http.accesslog;

import java.util.Map;
import java.util.Objects;

/** One JSON object a line, in plain ASCII: what is not printable there is escaped. */
final class JsonNotation implements Notation {

    private final Map<Field, byte[]> prefixes =
            Field.prefixes(field -> (field.isFirst() ? "{\"" : ",\"") + field.label() + "\":");

    @Override
    public void name(Field field, LineBuffer to) {
        to.raw(Objects.requireNonNull(prefixes.get(field)));
    }

    @Override
    public void text(String value, LineBuffer to) {
        to.quoted(value);
    }

    @Override
    public void time(TimeText time, long epochMillis, LineBuffer to) {
        to.ascii('"');
        time.write(epochMillis, to);
        to.ascii('"');
    }

    @Override
    public void end(LineBuffer to) {
        to.ascii('}');
        to.ascii('\n');
    }
}
