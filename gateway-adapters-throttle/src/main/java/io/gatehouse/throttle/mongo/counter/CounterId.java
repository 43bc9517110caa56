package io.gatehouse.throttle.mongo.counter;

import io.gatehouse.domain.quota.CounterKey;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** What the document of a counter is called: the counter's text, or a digest of it where that is long. */
final class CounterId {

    /** Longer texts are digested, to keep the store's index small whatever callers name themselves. */
    static final int LONGEST_BYTES = 512;

    private CounterId() {}

    static String of(CounterKey counter) {
        String text = counter.text();
        if (text.length() * 3 <= LONGEST_BYTES) {
            return text;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return bytes.length <= LONGEST_BYTES ? text : "sha256:" + HexFormat.of().formatHex(digest(bytes));
    }

    private static byte[] digest(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java platform has SHA-256", missing);
        }
    }
}
