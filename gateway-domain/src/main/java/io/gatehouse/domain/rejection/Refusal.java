package io.gatehouse.domain.rejection;

import io.gatehouse.configuration.Origin;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One request being refused: the code, and what is particular to this case.
 *
 * @param status the HTTP status of the response: the catalogue's, unless the configuration gives another
 * @param rejection the entry of the catalogue
 * @param detail what went wrong with this request, in words that the client may read; null if the code says it all
 * @param headers response headers that belong to the refusal, such as {@code Allow} or {@code Retry-After}
 * @param decidedBy the place in the configuration of the rule that refused; null if no rule of its own did
 */
public record Refusal(
        int status,
        Rejection rejection,
        @Nullable String detail,
        Map<String, String> headers,
        @Nullable Origin decidedBy) {

    public Refusal {
        headers = Map.copyOf(headers);
    }

    /** A refusal of which the code says it all. */
    public static Refusal of(Rejection rejection) {
        return new Refusal(rejection.status(), rejection, null, Map.of(), null);
    }

    /** A refusal with an explanation that the client may read. */
    public static Refusal of(Rejection rejection, String detail) {
        return new Refusal(rejection.status(), rejection, detail, Map.of(), null);
    }

    /** The same refusal with one more response header. */
    public Refusal with(String header, String value) {
        var more = new HashMap<>(headers);
        more.put(header, value);
        return new Refusal(status, rejection, detail, more, decidedBy);
    }

    /** The same refusal by the rule at that place in the configuration. */
    public Refusal decidedBy(Origin rule) {
        return new Refusal(status, rejection, detail, headers, rule);
    }
}
