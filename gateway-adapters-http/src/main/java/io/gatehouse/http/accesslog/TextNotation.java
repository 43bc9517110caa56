package io.gatehouse.http.accesslog;

import java.util.Map;
import java.util.Objects;

/** Pairs of {@code name=value}; a value that is not plain is quoted and escaped as in JSON. */
final class TextNotation implements Notation {

    private final Map<Field, byte[]> prefixes =
            Field.prefixes(field -> (field.isFirst() ? "" : " ") + field.label() + "=");

    @Override
    public void name(Field field, LineBuffer to) {
        to.raw(Objects.requireNonNull(prefixes.get(field)));
    }

    @Override
    public void text(String value, LineBuffer to) {
        if (isPlain(value)) {
            to.ascii(value);
        } else {
            to.quoted(value);
        }
    }

    @Override
    public void time(TimeText time, long epochMillis, LineBuffer to) {
        time.write(epochMillis, to);
    }

    @Override
    public void end(LineBuffer to) {
        to.ascii('\n');
    }

    private static boolean isPlain(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c <= ' ' || c > '~' || c == '"' || c == '\\' || c == '=') {
                return false;
            }
        }
        return !value.isEmpty();
    }
}
