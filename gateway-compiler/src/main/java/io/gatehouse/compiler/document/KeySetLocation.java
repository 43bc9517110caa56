package io.gatehouse.compiler.document;

import io.gatehouse.configuration.MalformedValue;
import io.gatehouse.configuration.ScalarType;
import java.util.regex.Pattern;

/**
 * Where the public keys of an identity provider are: an http(s) URL, or {@code file:} and the name of a file.
 *
 * @param text the URL, or the name of the file
 * @param isFile which of both
 */
@ScalarType(
        name = "key set",
        expected = "a URL such as https://id.example/jwks.json, or file: and the name of a file",
        pattern = "(https?://|file:).+")
public record KeySetLocation(String text, boolean isFile) {

    private static final Pattern LINK = Pattern.compile("https?://[^/?#@\\s]+(/\\S*)?");

    public static KeySetLocation parse(String text) {
        if (text.startsWith("file:") && text.length() > "file:".length() && text.indexOf('\0') < 0) {
            return new KeySetLocation(text.substring("file:".length()), true);
        }
        if (!LINK.matcher(text).matches()) {
            throw new MalformedValue("a URL such as https://id.example/jwks.json, or file: and the name of a file");
        }
        return new KeySetLocation(text, false);
    }
}
