package io.gatehouse.benchmarks.load.backend;

import java.util.Map;

/** The answers of the backend: JSON documents of a fixed size, by path. */
public final class Payload {

    private static final Map<String, Integer> BYTES = Map.of("/", 1024, "/100k", 100 * 1024);
    private static final String BEGIN = "{\"data\":\"";
    private static final String END = "\"}";

    private Payload() {}

    /** Whether the backend has an answer at this path. */
    public static boolean exists(String path) {
        return BYTES.containsKey(path);
    }

    /** The size of the answer at this path, in bytes. */
    public static int bytes(String path) {
        Integer bytes = BYTES.get(path);
        if (bytes == null) {
            throw new IllegalArgumentException("the backend answers at " + BYTES.keySet() + ", not at " + path);
        }
        return bytes;
    }

    /** The answer at this path. */
    static String json(String path) {
        return BEGIN + "x".repeat(bytes(path) - BEGIN.length() - END.length()) + END;
    }
}
