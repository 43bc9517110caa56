package io.gatehouse.domain.service;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a header for upstreams can say of a single request, written <code>${name}</code> in {@code request-headers}. Never a credential. */
public enum RequestPlaceholder {
    TENANT,
    APPLICATION,
    PACKAGE,
    KEY_ID,
    USER,
    REQUEST_ID,
    CLIENT_ADDRESS,
    SERVICE,
    VERSION;

    /** The key of the section of a service in which these names mean this, and not variables of the environment. */
    public static final String SECTION = "request-headers";

    private static final Map<String, RequestPlaceholder> BY_WORD = Arrays.stream(values())
            .collect(Collectors.toUnmodifiableMap(RequestPlaceholder::word, Function.identity()));

    /** The name between the braces. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The one of this name; null if there is none. */
    public static @Nullable RequestPlaceholder named(String word) {
        return BY_WORD.get(word);
    }
}
