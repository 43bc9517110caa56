package io.gatehouse.registry.mongo;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A key of a mapping as it is stored. Not every server takes a key with a dot or one that begins with a dollar sign, and none finds
 * what lies below it by a path, so {@code 1.10} is stored as {@code 1%2E10}; a per cent sign that would be taken for such a
 * spelling is {@code %25}. A key that was written with a dot all the same is read as it is.
 */
final class StoredKey {

    private static final Map<String, String> SPELLED = Map.of(".", "%2E", "$", "%24", "%", "%25", "\0", "%00");
    private static final Map<String, String> MEANT = Map.of("%2E", ".", "%24", "$", "%25", "%", "%00", "\0");
    private static final Pattern TO_BE_SPELLED = Pattern.compile("[.\\x00]|^\\$|%(?=2E|24|25|00)");
    private static final Pattern TO_BE_READ = Pattern.compile("%(?:2E|24|25|00)");

    private StoredKey() {}

    static String of(String key) {
        return TO_BE_SPELLED.matcher(key).replaceAll(found -> SPELLED.getOrDefault(found.group(), ""));
    }

    static String read(String stored) {
        if (stored.indexOf('%') < 0) {
            return stored;
        }
        // A dollar sign means something in a replacement.
        return TO_BE_READ
                .matcher(stored)
                .replaceAll(found -> Matcher.quoteReplacement(MEANT.getOrDefault(found.group(), "")));
    }
}
