package io.gatehouse.app.keys;

import io.gatehouse.configuration.Secret;
import org.jspecify.annotations.Nullable;

/** Makes sure that what was given is a key that somebody could present. */
public final class KeyValidator {

    /** In characters; a longer one would not fit into the head of a request beside anything else. */
    private static final int LONGEST = 4096;

    private KeyValidator() {}

    /** The key, or null if nobody could present it: empty, too long, white space in it, or more than one line. */
    public static @Nullable Secret of(String given) {
        String text = given.endsWith("\n") ? given.substring(0, given.length() - 1) : given;
        text = text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
        boolean fit =
                !text.isEmpty() && text.length() <= LONGEST && text.chars().allMatch(c -> c > ' ' && c < 0x7f);
        return fit ? Secret.parse(text) : null;
    }
}
