package io.gatehouse.configuration;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/**
 * A text that nobody may see. It prints as {@code ***}, problems never repeat it, and comparing two takes the same time
 * whatever they hold.
 */
@ScalarType(name = "secret text", expected = "a text", secret = true)
public final class Secret {

    private final String text;

    private Secret(String text) {
        this.text = text;
    }

    /** Any text that is not empty. */
    public static Secret parse(String text) {
        return new Secret(text);
    }

    /** The text itself, for the one place that needs it. */
    public String reveal() {
        return text;
    }

    /** The text in UTF-8. */
    public byte[] bytes() {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Secret secret && MessageDigest.isEqual(bytes(), secret.bytes());
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return "***";
    }
}
