package io.gatehouse.http.accesslog;

/** What differs between the formats of a line; numbers are the same in both. */
interface Notation {

    /** Writes the name of a field and whatever parts it from the one before. */
    void name(Field field, LineBuffer to);

    /** Writes a text, so that nothing in it can end the value or the line. */
    void text(String value, LineBuffer to);

    /** Writes a point in time. */
    void time(TimeText time, long epochMillis, LineBuffer to);

    /** Ends the line. */
    void end(LineBuffer to);
}
