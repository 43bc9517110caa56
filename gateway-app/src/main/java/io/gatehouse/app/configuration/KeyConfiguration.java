package io.gatehouse.app.configuration;

import io.gatehouse.domain.document.Default;
import io.gatehouse.domain.document.Described;
import io.gatehouse.domain.document.Matching;
import io.gatehouse.domain.document.OrOff;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where callers put their key. */
public record KeyConfiguration(
        @Described("Headers that may hold it; the first that is there counts.")
        @Default({"key", "X-API-Key"})
        @Matching(value = "[!#$%&'*+.^_`|~0-9A-Za-z-]{1,128}", expected = "the name of a header")
        List<String> headers,

        @Described("The query parameter that may hold it.") @Default("key") @OrOff @Nullable
        String query) {

    public KeyConfiguration {
        headers = List.copyOf(headers);
    }
}
