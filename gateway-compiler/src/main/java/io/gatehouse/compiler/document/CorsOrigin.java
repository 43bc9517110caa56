package io.gatehouse.compiler.document;

import io.gatehouse.configuration.MalformedValue;
import io.gatehouse.configuration.ScalarType;
import java.util.regex.Pattern;

/**
 * An origin that browsers may call from: {@code https://shop.example}, {@code https://*.shop.example} (one label or
 * more), or {@code *} for all.
 */
@ScalarType(
        name = "origin",
        expected = "an origin such as https://shop.example or https://*.shop.example, or *",
        pattern = "\\*|[a-z][a-z0-9+.-]*://[^/?#@]+")
public record CorsOrigin(String text) {

    private static final Pattern FORM = Pattern.compile(
            "[a-z][a-z0-9+.-]{0,31}://(\\*\\.)?([a-z0-9_][a-z0-9_-]*(\\.[a-z0-9_][a-z0-9_-]*)*|\\[[0-9a-f:.]+])(:[0-9]{1,5})?");

    public static CorsOrigin parse(String text) {
        if (!text.equals("*") && !FORM.matcher(text).matches()) {
            throw new MalformedValue(
                    "an origin in lower case such as https://shop.example or https://*.shop.example, without a path, or *");
        }
        return new CorsOrigin(text);
    }

    /** Whether every origin is meant. */
    public boolean isAny() {
        return text.equals("*");
    }

    @Override
    public String toString() {
        return text;
    }
}
