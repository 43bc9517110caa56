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
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is noted of each exchange for those who look at single ones. Of so many in a second every stage is timed, and header fields are noted, which they are
 * of others that were slow or failed, too: nobody can look at more. Safe for concurrent use.
 */
public final class NotedDetails {

    /** Nothing is noted. */
    public static final NotedDetails NONE = new NotedDetails(false, Set.of(), false);

    /** Some 950 in a second, the first ones of each slice of 134 milliseconds. */
    private static final int MOST_A_SLICE = 128;

    private static final int SLICE_BITS = 27;
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

    private static final HttpString TRACEPARENT = new HttpString("traceparent");
    private static final int TRACE_ID_BEGIN = 3;
    private static final int TRACE_ID_END = 35;
    private static final int LONGEST_VALUE = 256;
    private static final int LONGEST_QUERY = 2048;
    private static final int MOST_FIELDS = 32;
    private static final int MOST_CHARACTERS = 2048;

    private final boolean wanted;
    private final Set<HttpString> fields;
    private final boolean query;

    /** These two are only about right where threads meet, which is good enough. */
    private long slice;

    private int taken;

    private NotedDetails(boolean wanted, Set<HttpString> fields, boolean query) {
        this.wanted = wanted;
        this.fields = Set.copyOf(fields);
        this.query = query;
    }

    /** What is noted with these header fields besides those that are safe. */
    public static NotedDetails with(List<String> more, boolean query) {
        Set<HttpString> names =
                Stream.concat(SAFE.stream(), more.stream()).map(HttpString::new).collect(Collectors.toSet());
        return new NotedDetails(true, names, query);
    }

    /** The times of stages and tries, and no header fields. */
    public static NotedDetails timesAlone() {
        return new NotedDetails(true, Set.of(), false);
    }

    /** Whether anything is noted. */
    boolean wanted() {
        return wanted;
    }

    /** The times of the stages of an exchange that begins. */
    public StageTimes times(long startNanos, GatewayClock clock) {
        if (!wanted) {
            return StageTimes.NONE;
        }
        return !fields.isEmpty() && isOneOfFew(startNanos)
                ? StageTimes.ofEachSince(startNanos, clock)
                : StageTimes.since(startNanos, clock);
    }

    /** The details of an exchange that ends. */
    Details of(GatewayExchange exchange, @Nullable RequestState state, long durationNanos, int status) {
        if (!wanted) {
            return Details.NONE;
        }
        StageTimes times = state == null ? StageTimes.NONE : state.times();
        boolean whole = !fields.isEmpty() && (times.isOfEach() || status >= 400 || durationNanos >= SLOW_NANOS);
        CanonicalRequest request = state == null ? null : state.knownRequest();
        Throttled throttled = state == null ? Throttled.NOT_YET : state.throttled();
        TraceContext trace = exchange.trace();
        return new Details(
                times,
                request == null ? "" : ExchangeStats.cut(request.host(), LONGEST_VALUE),
                query && request != null ? cut(request.query()) : null,
                trace == null ? traceId(exchange.request().first(TRACEPARENT)) : trace.traceId(),
                trace,
                state == null || state.caller().user() == null
                        ? List.of()
                        : state.caller().user().groups(),
                throttled.reported(),
                throttled.strategy(),
                whole ? noted(exchange.request()) : List.of(),
                whole ? noted(exchange.response()) : List.of());
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
