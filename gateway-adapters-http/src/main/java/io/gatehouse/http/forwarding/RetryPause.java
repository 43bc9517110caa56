package io.gatehouse.http.forwarding;

import io.gatehouse.http.codec.ResponseHead;
import io.undertow.util.DateUtils;
import io.undertow.util.Headers;
import java.time.Instant;
import java.util.Date;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** How long a host is left alone before the same request is sent to it again; nanoseconds. */
final class RetryPause {

    /** A host that wants to be left alone for longer is not waited for. */
    static final long LONGEST_NANOS = 5_000_000_000L;

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

    /**
     * What a response asks for by {@code Retry-After}, in seconds or until a date (RFC 9110, 10.2.3), which is of the clock that its
     * {@code Date} is of; 0 if it asks for nothing, or until a time that has passed; far too long if that makes no sense.
     */
    static long askedFor(ResponseHead head, long nowMillis) {
        String text = head.first(Headers.RETRY_AFTER);
        return text == null ? 0 : askedFor(text, head.first(Headers.DATE), nowMillis);
    }

    static long askedFor(String text, @Nullable String date, long nowMillis) {
        boolean seconds = !text.isEmpty()
                && text.length() <= MOST_DIGITS
                && text.chars().allMatch(digit -> digit >= '0' && digit <= '9');
        if (seconds) {
            return Long.parseLong(text) * NANOS_A_SECOND;
        }
        Instant until = instant(text);
        Instant said = date == null ? null : instant(date);
        return until == null
                ? Long.MAX_VALUE
                : TimeUnit.MILLISECONDS.toNanos(
                        Math.max(0, until.toEpochMilli() - (said == null ? nowMillis : said.toEpochMilli())));
    }

    private static @Nullable Instant instant(String text) {
        Date date = DateUtils.parseDate(text);
        return date == null ? null : date.toInstant();
    }
}
