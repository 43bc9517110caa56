package io.gatehouse.http.exchange;

import java.nio.ByteBuffer;

/**
 * Counts the question marks with which the query of a request begins, as Undertow does not tell: it takes {@code /x?} for
 * {@code /x}, and {@code /x??a} for {@code /x?a}.
 *
 * <p>Looks at request lines as they are read, up to the query, and at nothing else. Used on the connection's I/O thread.
 */
final class QueryMarks {

    private enum Place {
        BEFORE_METHOD,
        METHOD,
        PATH,
        QUERY,
        BEHIND
    }

    private Place place = Place.BEFORE_METHOD;
    private int count;

    /** Forgets the last request; what is read from now on is the next one. */
    void next() {
        count = 0;
        place = Place.BEFORE_METHOD;
    }

    /** How many there are: none, one or two; more do not matter. */
    int count() {
        return count;
    }

    /** These bytes have been read, or had been when this request became the next one. */
    void read(ByteBuffer buffer, int from, int to) {
        for (int i = from; i < to && place != Place.BEHIND; i++) {
            byte b = buffer.get(i);
            place = switch (place) {
                case BEFORE_METHOD -> b == '\r' || b == '\n' ? Place.BEFORE_METHOD : Place.METHOD;
                case METHOD -> b == ' ' ? Place.PATH : Place.METHOD;
                case PATH -> ofPath(b);
                case QUERY, BEHIND -> ofQuery(b);
            };
        }
    }

    private Place ofPath(byte b) {
        if (b == '?') {
            count = 1;
            return Place.QUERY;
        }
        return b == ' ' || b == '\n' ? Place.BEHIND : Place.PATH;
    }

    private Place ofQuery(byte b) {
        count += b == '?' ? 1 : 0;
        return Place.BEHIND;
    }
}
