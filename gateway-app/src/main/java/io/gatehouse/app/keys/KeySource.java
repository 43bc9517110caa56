package io.gatehouse.app.keys;

import java.io.IOException;

/** Where an operator gives a key that must not be seen: never the command line, which other users of a machine can read. */
@FunctionalInterface
public interface KeySource {

    /** What was given, with the line's end if it has one. Blocks until it is there; bounded. */
    String read() throws IOException;
}
