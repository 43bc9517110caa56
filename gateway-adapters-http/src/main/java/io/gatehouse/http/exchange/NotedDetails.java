package io.gatehouse.http.exchange;

import io.gatehouse.domain.pipeline.RequestState;
import io.gatehouse.domain.pipeline.StageTimes;
import io.gatehouse.domain.pipeline.Throttled;
import io.gatehouse.domain.request.CanonicalRequest;
import io.gatehouse.domain.time.GatewayClock;
import io.gatehouse.domain.traffic.ExchangeRecord.Details;
import io.gatehouse.domain.traffic.ExchangeRecord.Field;
import io.gatehouse.domain.traffic.TraceContext;
import io.gatehouse.http.codec.FieldLines;
import io.undertow.util.HttpString;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is noted of each exchange for those who look at single ones. Some in a second are noted as a whole, with the times of every stage and header fields: nobody
 * can look at more. Of others it is what they waited for, and header fields if they were slow or failed. Safe for concurrent use.
 */
public final class NotedDetails {

    /** Nothing is noted. */
    public static final NotedDetails NONE = new NotedDetails(false, Set.of(), false, Long.MAX_VALUE);

    /** Some 240 in a second, the first ones of each slice of 134 milliseconds. */
    private static final int MOST_A_SLICE = 32;

    private static final int SLICE_BITS = 27;

    /** What takes as long is looked at, even if the operator calls only slower ones slow. */
    private static final long SLOW_NANOS = 100_000_000;

    /** Header fields that say how a message is to be read, and nothing of who sends it. */
    private static final List<String> SAFE = List.of(
            "Host",
            "User-Agent",
            "Accept",
            "Accept-Encoding",
            "Accept-Language",
            "Age",
            "Allow",
            "Cache-Control",
            "Content-Encoding",
            "Content-Length",
            "Content-Type",
            "Date",
            "ETag",
            "Expect",
            "Expires",
            "If-Modified-Since",
            "If-None-Match",
            "Last-Modified",
            "Origin",
            "Range",
            "Retry-After",
            "Server",
            "TE",
            "Transfer-Encoding",
            "Upgrade",
            "Vary",
            "Via",
            "X-Request-Id");

    private static final int TRACE_ID_BEGIN = 3;
    private static final int TRACE_ID_END = 35;
    private static final int LONGEST_VALUE = 256;
    private static final int LONGEST_QUERY = 2048;
    private static final int MOST_FIELDS = 32;
    private static final int MOST_CHARACTERS = 2048;

    private final boolean wanted;
    private final Set<HttpString> fields;
    private final boolean query;
    private final long slowNanos;

    /** These two are only about right where threads meet, which is good enough. */
    private long slice;

    private int taken;

    /** Of all requests that are not noted as a whole. */
    private volatile @Nullable StageTimes ofWaits;

    private NotedDetails(boolean wanted, Set<HttpString> fields, boolean query, long slowNanos) {
        this.wanted = wanted;
        this.slowNanos = slowNanos;
        this.fields = Set.copyOf(fields);
        this.query = query;
    }

    /** What is noted with these header fields besides those that are safe, where those are slow that take as long. */
    public static NotedDetails with(List<String> more, boolean query, Duration slow) {
        Set<HttpString> names =
                Stream.concat(SAFE.stream(), more.stream()).map(HttpString::new).collect(Collectors.toSet());
        return new NotedDetails(true, names, query, Math.min(SLOW_NANOS, slow.toNanos()));
    }

    /** The times of stages and tries of exchanges whose traces are sampled, and no header fields. */
    public static NotedDetails timesAlone() {
        return new NotedDetails(true, Set.of(), false, Long.MAX_VALUE);
    }

    /** Whether anything is noted. */
    boolean wanted() {
        return wanted;
    }

    /** The times of the stages of an exchange that begins, in this trace. */
    public StageTimes times(long startNanos, GatewayClock clock, @Nullable TraceContext trace) {
        if (!wanted) {
            return StageTimes.NONE;
        }
        if (!fields.isEmpty() && isOneOfFew(startNanos)) {
            return StageTimes.ofEachSince(startNanos, clock);
        }
        if (trace != null && trace.sampled()) {
            return StageTimes.since(startNanos, clock);
        }
        StageTimes shared = ofWaits;
        if (shared == null) {
            shared = StageTimes.ofWaits(clock);
            ofWaits = shared;
        }
        return shared;
    }

    /** Whether somebody may look at an exchange that ends, as it is one of few, sampled, slow or has failed. */
    boolean isLookedAt(StageTimes times, boolean failed, long durationNanos) {
        return wanted && (failed || durationNanos >= slowNanos || !times.isOfWaitsAlone());
    }

    /** The details of an exchange that ends, with all that is noted of those that are looked at, or with what adds up and what its listeners go by. */
    Details of(GatewayExchange exchange, @Nullable RequestState state, boolean whole, @Nullable String traceparent) {
        if (!wanted) {
            return Details.NONE;
        }
        CanonicalRequest request = state == null ? null : state.knownRequest();
        Throttled throttled = state == null ? Throttled.NOT_YET : state.throttled();
        TraceContext trace = exchange.trace();
        boolean withFields = whole && !fields.isEmpty();
        return new Details(
                state == null ? StageTimes.NONE : state.times(),
                request == null ? "" : ExchangeStats.cut(request.host(), LONGEST_VALUE),
                query && request != null ? cut(request.query()) : null,
                trace == null ? traceId(traceparent) : null,
                trace,
                state == null || state.caller().user() == null
                        ? List.of()
                        : state.caller().user().groups(),
                throttled.reported(),
                throttled.strategy(),
                withFields ? noted(exchange.request()) : List.of(),
                withFields ? noted(exchange.response()) : List.of());
    }

    private boolean isOneOfFew(long nowNanos) {
        long now = nowNanos >> SLICE_BITS;
        if (now != slice) {
            slice = now;
            taken = 0;
        }
        return taken < MOST_A_SLICE && taken++ < MOST_A_SLICE;
    }

    private static @Nullable String cut(@Nullable String text) {
        return text == null ? null : ExchangeStats.cut(text, LONGEST_QUERY);
    }

    /** The trace that the client names. */
    private static @Nullable String traceId(@Nullable String traceparent) {
        if (traceparent == null || traceparent.length() < TRACE_ID_END + 1) {
            return null;
        }
        for (int i = TRACE_ID_BEGIN; i < TRACE_ID_END; i++) {
            char c = traceparent.charAt(i);
            if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
                return null;
            }
        }
        return traceparent.charAt(TRACE_ID_BEGIN - 1) == '-' && traceparent.charAt(TRACE_ID_END) == '-'
                ? traceparent.substring(TRACE_ID_BEGIN, TRACE_ID_END)
                : null;
    }

    private List<Field> noted(FieldLines lines) {
        List<Field> found = List.of();
        int left = MOST_CHARACTERS;
        for (int i = 0; i < lines.count() && found.size() < MOST_FIELDS && left > 0; i++) {
            HttpString name = lines.name(i);
            if (fields.contains(name)) {
                if (found.isEmpty()) {
                    found = new ArrayList<>();
                }
                String value = ExchangeStats.cut(lines.value(i), LONGEST_VALUE);
                left -= name.length() + value.length();
                found.add(new Field(name.toString(), value));
            }
        }
        return found;
    }
}
