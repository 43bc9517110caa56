package io.gatehouse.domain.traffic;

import org.jspecify.annotations.Nullable;

/** Bounds what a record that waits or is kept can hold of what others sent. */
public final class ExchangeBounds {

    /** The longest path that is kept, in characters. */
    public static final int LONGEST_PATH = 2048;
    /** The longest account of what an upstream did wrong that is kept, in characters. */
    public static final int LONGEST_FAILURE = 256;
    /** The longest trace context and the longest user id that are kept, in characters; a valid trace context has 55. */
    public static final int LONGEST_WORD = 128;

    private ExchangeBounds() {}

    /** The same without what is too long; nearly all records pass as they are. */
    public static ExchangeRecord of(ExchangeRecord exchange) {
        ExchangeRecord.Asked request = exchange.request();
        ExchangeRecord.CalledBy caller = exchange.caller();
        ExchangeRecord.Forwarded forwarded = exchange.forwarding();
        if (fits(request.path(), LONGEST_PATH)
                && fits(forwarded.failure(), LONGEST_FAILURE)
                && fits(request.traceparent(), LONGEST_WORD)
                && fits(caller.user(), LONGEST_WORD)) {
            return exchange;
        }
        String path = cut(request.path(), LONGEST_PATH);
        return new ExchangeRecord(
                exchange.requestId(),
                exchange.startedMillis(),
                exchange.durationNanos(),
                new ExchangeRecord.Asked(
                        request.client(),
                        request.method(),
                        path == null ? "" : path,
                        request.protocol(),
                        request.certificate(),
                        cut(request.traceparent(), LONGEST_WORD)),
                exchange.matched(),
                new ExchangeRecord.CalledBy(
                        caller.tenant(),
                        caller.application(),
                        caller.key(),
                        caller.packageReference(),
                        cut(caller.user(), LONGEST_WORD)),
                exchange.decided(),
                exchange.status(),
                exchange.bytesIn(),
                exchange.bytesOut(),
                new ExchangeRecord.Forwarded(
                        forwarded.upstream(),
                        forwarded.firstByteNanos(),
                        forwarded.attempts(),
                        cut(forwarded.failure(), LONGEST_FAILURE),
                        forwarded.tries(),
                        forwarded.hedged(),
                        forwarded.budgetExhausted()),
                exchange.registry(),
                exchange.details());
    }

    private static boolean fits(@Nullable String text, int longest) {
        return text == null || text.length() <= longest;
    }

    private static @Nullable String cut(@Nullable String text, int longest) {
        return text == null || text.length() <= longest ? text : text.substring(0, longest - 3) + "...";
    }
}
