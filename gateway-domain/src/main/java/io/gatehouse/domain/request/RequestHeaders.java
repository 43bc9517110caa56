package io.gatehouse.domain.request;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The headers of a request, read-only, by case-insensitive name.
 *
 * <p>A view of what the HTTP adapter holds, valid while the exchange is being decided; used by one thread at a time.
 */
public interface RequestHeaders {

    /** The first line with this name, or null if there is none. */
    @Nullable
    String first(String name);

    /** Whether there is more than one line with this name. */
    default boolean isRepeated(String name) {
        return all(name).size() > 1;
    }

    /** All lines with this name in the order they came; empty if there is none. */
    List<String> all(String name);
}
