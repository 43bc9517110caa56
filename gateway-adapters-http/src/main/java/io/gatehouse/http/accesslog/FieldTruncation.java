package io.gatehouse.http.accesslog;

import io.gatehouse.domain.traffic.ExchangeRecord;
import org.jspecify.annotations.Nullable;

/** Bounds what one waiting record can hold of what clients and upstreams sent; nearly all records pass as they are. */
final class FieldTruncation {

    /** The longest path that is kept, in characters. */
    static final int LONGEST_PATH = 2048;
    /** The longest trace context that is kept, in characters; a valid one has 55. */
    static final int LONGEST_TRACEPARENT = 128;

    /** The longest account of what an upstream did wrong that is kept, in characters. */
    static final int LONGEST_FAILURE = 256;

    private FieldTruncation() {}

    static ExchangeRecord clip(ExchangeRecord exchange) {
        String path = exchange.path();
        String failure = exchange.upstreamFailure();
        String traceparent = exchange.traceparent();
        if (path.length() <= LONGEST_PATH
                && (failure == null || failure.length() <= LONGEST_FAILURE)
                && (traceparent == null || traceparent.length() <= LONGEST_TRACEPARENT)) {
            return exchange;
        }
        return new ExchangeRecord(
                exchange.requestId(),
                exchange.startedMillis(),
                exchange.durationNanos(),
                exchange.client(),
                exchange.method(),
                cut(path, LONGEST_PATH),
                exchange.protocol(),
                exchange.route(),
                exchange.service(),
                exchange.version(),
                exchange.status(),
                exchange.bytesIn(),
                exchange.bytesOut(),
                exchange.upstream(),
                exchange.firstByteNanos(),
                exchange.attempts(),
                exchange.rejection(),
                cutOrNull(failure, LONGEST_FAILURE),
                cutOrNull(traceparent, LONGEST_TRACEPARENT));
    }

    private static @Nullable String cutOrNull(@Nullable String text, int longest) {
        return text == null ? null : cut(text, longest);
    }

    private static String cut(String text, int longest) {
        return text.length() <= longest ? text : text.substring(0, longest - 3) + "...";
    }
}
