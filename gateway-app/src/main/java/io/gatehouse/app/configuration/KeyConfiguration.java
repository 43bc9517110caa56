package io.gatehouse.app.configuration;

import io.gatehouse.configuration.Default;
import io.gatehouse.configuration.Described;
import io.gatehouse.configuration.Disableable;
import io.gatehouse.configuration.Matching;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where callers put their key. */
public record KeyConfiguration(
        @Described("Headers that may hold it; the first that is there counts.")
        @Default({"key", "X-API-Key"})
        @Matching(value = "[!#$%&'*+.^_`|~0-9A-Za-z-]{1,128}", expected = "the name of a header")
        List<String> headers,

        @Described("The query parameter that may hold it.") @Default("key") @Disableable @Nullable
        String query) {

    public KeyConfiguration {
        headers = List.copyOf(headers);
    }
}
