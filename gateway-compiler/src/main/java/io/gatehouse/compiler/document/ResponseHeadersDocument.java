package io.gatehouse.compiler.document;

import io.gatehouse.configuration.Default;
import io.gatehouse.configuration.Described;
import io.gatehouse.configuration.KeyPattern;
import io.gatehouse.configuration.MalformedValue;
import io.gatehouse.configuration.Matching;
import io.gatehouse.configuration.OrderedMap;
import io.gatehouse.configuration.Origin;
import java.util.List;
import java.util.Map;

/** What is changed in the headers of every answer of a service. */
public record ResponseHeadersDocument(
        @Described("Headers to set, replacing the upstream's.")
        @Default({})
        @KeyPattern(value = HeaderName.FORM, expected = HeaderName.EXPECTED)
        @Matching(value = "[\\t\\x20-\\x7e]{1,8000}", expected = "a text of visible ASCII characters")
        Map<String, String> set,

        @Described("Headers to remove.") @Default({}) @Matching(value = HeaderName.FORM, expected = HeaderName.EXPECTED)
        List<String> remove,

        Origin origin) {

    /** Headers that say where a message ends are not for configuration. */
    public ResponseHeadersDocument {
        set = OrderedMap.copyOf(set);
        remove = List.copyOf(remove);
        if (set.keySet().stream().anyMatch(HeaderName::isFraming)
                || remove.stream().anyMatch(HeaderName::isFraming)) {
            throw new MalformedValue("no header of the connection or of the framing, such as Content-Length");
        }
    }
}
