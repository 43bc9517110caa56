package io.gatehouse.domain.service;

import io.gatehouse.configuration.Origin;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a service has calls with a key of their own take effect once. Holds for POST and PATCH; other methods may be repeated anyway.
 *
 * @param header the request header with the key
 * @param keep how long an answer is kept to be replayed
 * @param mostBody bytes that the body of such a call may have
 * @param origin the place in the configuration that says so
 */
public record IdempotencyPolicy(String header, Duration keep, long mostBody, Origin origin) {

    private static final int LONGEST_KEY = 255;

    /** Whether calls with this method are guarded. */
    public static boolean guards(String method) {
        return method.equals("POST") || method.equals("PATCH");
    }

    /** What is wrong with the values of the header, which are one or more; null if nothing is. */
    public @Nullable String flaw(List<String> values) {
        String key = values.get(0);
        boolean visible = key.chars().allMatch(c -> c > ' ' && c < 0x7f);
        return values.size() == 1 && visible && !key.isEmpty() && key.length() <= LONGEST_KEY
                ? null
                : header + " must be given once, with 1 to " + LONGEST_KEY + " visible ASCII characters";
    }
}
