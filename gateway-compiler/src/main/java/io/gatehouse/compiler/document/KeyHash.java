package io.gatehouse.compiler.document;

import io.gatehouse.configuration.MalformedValue;
import io.gatehouse.configuration.ScalarType;
import io.gatehouse.configuration.Secret;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The SHA-256 hash of a key's text in UTF-8, so that no secret lies in the file: {@code sha256:} and 64 hex digits.
 *
 * @param hex the digits, in lower case
 */
@ScalarType(
        name = "key hash",
        expected = "sha256: and 64 hex digits",
        pattern = "sha256:[0-9a-fA-F]{64}",
        secret = true)
public record KeyHash(String hex) {

    private static final Pattern FORM = Pattern.compile("sha256:[0-9a-fA-F]{64}");

    public static KeyHash parse(String text) {
        if (!FORM.matcher(text).matches()) {
            throw new MalformedValue("sha256: and 64 hex digits");
        }
        return new KeyHash(text.substring("sha256:".length()).toLowerCase(Locale.ROOT));
    }

    /** The hash of a key. */
    public static KeyHash of(Secret key) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(key.bytes());
            return new KeyHash(HexFormat.of().formatHex(hash));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return "sha256:***";
    }
}
