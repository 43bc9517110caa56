package io.gatehouse.http.accesslog;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** Writes times as {@code 2025-01-31T12:00:00.123Z}; what stands before the fraction is made once a second. */
final class TimeText {

    private long second = Long.MIN_VALUE;
    private byte[] prefix = {};

    void write(long epochMillis, LineBuffer to) {
        long wanted = Math.floorDiv(epochMillis, 1000L);
        if (wanted != second) {
            String text = Instant.ofEpochSecond(wanted).toString();
            prefix = text.substring(0, text.length() - 1).getBytes(StandardCharsets.US_ASCII);
            second = wanted;
        }
        to.raw(prefix);
        to.ascii('.');
        to.threeDigits((int) Math.floorMod(epochMillis, 1000L));
        to.ascii('Z');
    }
}
