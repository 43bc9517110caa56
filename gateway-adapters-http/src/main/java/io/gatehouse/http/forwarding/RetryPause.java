package io.gatehouse.http.forwarding;

import io.gatehouse.http.codec.ResponseHead;
import io.undertow.util.HttpString;
import java.util.concurrent.ThreadLocalRandom;

/** How long a host is left alone before the same request is sent to it again; nanoseconds. */
final class RetryPause {

    /** A host that wants to be left alone for longer is not waited for. */
    static final long LONGEST_NANOS = 5_000_000_000L;

    private static final HttpString RETRY_AFTER = new HttpString("Retry-After");
    private static final long FIRST_NANOS = 25_000_000L;
    private static final int MOST_DOUBLINGS = 4;
    private static final int MOST_DIGITS = 6;
    private static final long NANOS_A_SECOND = 1_000_000_000L;

    private RetryPause() {}

    /** Where the host asks for nothing: about 25 ms before the first retry, twice that before the next, to 400 ms, spread by half. */
    static long usual(int retries) {
        long most = FIRST_NANOS << Math.min(retries, MOST_DOUBLINGS);
        return ThreadLocalRandom.current().nextLong(most / 2, most + 1);
    }

    /** What a response asks for by {@code Retry-After} in seconds; 0 if it does not; far too long if by anything else. */
    static long askedFor(ResponseHead head) {
        String text = head.first(RETRY_AFTER);
        if (text == null) {
            return 0;
        }
        boolean seconds = !text.isEmpty()
                && text.length() <= MOST_DIGITS
                && text.chars().allMatch(digit -> digit >= '0' && digit <= '9');
        return seconds ? Long.parseLong(text) * NANOS_A_SECOND : Long.MAX_VALUE;
    }
}
