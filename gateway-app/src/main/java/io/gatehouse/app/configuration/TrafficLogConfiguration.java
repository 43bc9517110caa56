package io.gatehouse.app.configuration;

import io.gatehouse.configuration.Default;
import io.gatehouse.configuration.Described;
import io.gatehouse.configuration.Matching;
import io.gatehouse.configuration.Range;
import io.gatehouse.configuration.Size;
import java.time.Duration;
import java.util.List;

/** The latest requests, kept in memory for the dashboard and {@code explain --request-id}. */
public record TrafficLogConfiguration(
        @Described("How many requests are kept at most.") @Default("10000") @Range(min = 1, max = 1_000_000)
        int keep,

        @Described("How much of the heap they take at most, and never more than a sixteenth of it.") @Default("16MB")
        Size maxSize,

        @Described("Requests that take as long are kept longer than others, as refused and failed ones are.")
        @Default("1s")
        Duration slow,

        @Described(
                "Header fields that are kept besides those that hold nothing of callers; also secret ones, if they are named here.")
        @Default({})
        @Matching(value = "[!#$%&'*+.^_`|~0-9A-Za-z-]{1,128}", expected = "the name of a header")
        List<String> headers,

        @Described("Whether queries are kept, without keys and tokens.") @Default("false")
        boolean queries) {

    public TrafficLogConfiguration {
        headers = List.copyOf(headers);
    }
}
