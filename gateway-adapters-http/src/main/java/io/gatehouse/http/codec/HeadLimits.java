package io.gatehouse.http.codec;

/**
 * How much the head of a request may hold.
 *
 * @param bytes request line and headers together, line ends and the empty line included
 * @param target bytes of the request target
 * @param headers header lines
 * @param parameters parameters of the query: one more than it has {@code &}
 */
public record HeadLimits(int bytes, int target, int headers, int parameters) {

    /** 32 KiB, all of which the target may take; 100 headers, 1,000 parameters. */
    public static final HeadLimits USUAL = new HeadLimits(32 * 1024, 32 * 1024, 100, 1000);

    public HeadLimits {
        atLeast(1024, bytes, "bytes");
        atLeast(1, target, "target");
        atLeast(1, headers, "headers");
        atLeast(1, parameters, "parameters");
    }

    private static void atLeast(int least, int value, String name) {
        if (value < least) {
            throw new IllegalArgumentException(name + " must be at least " + least + ", not " + value);
        }
    }
}
