package io.gatehouse.http.accesslog;

import io.gatehouse.configuration.Origin;
import io.gatehouse.domain.observation.WouldRefuse;
import io.gatehouse.domain.rejection.Fault;
import io.gatehouse.domain.rejection.Rejection;
import io.gatehouse.domain.traffic.ExchangeRecord;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Turns a record into a line; what a record does not know is left out. Used by one thread. */
final class RecordLines {

    /** The fields of a line in the order they are written; {@code docs/observability.md} says what each means. */
    private enum Field {
        TIME,
        REQUEST_ID,
        CLIENT,
        METHOD,
        PATH,
        PROTOCOL,
        CERTIFICATE,
        ROUTE,
        SERVICE,
        VERSION,
        TENANT,
        APPLICATION,
        PACKAGE,
        KEY,
        USER,
        STATUS,
        BYTES_IN,
        BYTES_OUT,
        DURATION_MS,
        UPSTREAM,
        TTFB_MS,
        ATTEMPTS,
        FAILED_TRIES,
        HEDGED,
        RETRY_BUDGET,
        CACHE,
        STRATEGY,
        CODE,
        FAULT,
        DECIDED_BY,
        WOULD_REFUSE,
        REGISTRY,
        UPSTREAM_FAILURE,
        TRACEPARENT
    }

    private static final long NANOS_A_MILLI = 1_000_000;
    private static final Map<Fault, String> FAULTS = new EnumMap<>(Fault.class);

    static {
        for (Fault fault : Fault.values()) {
            FAULTS.put(fault, fault.name().toLowerCase(Locale.ROOT));
        }
    }

    private final AccessLog.AccessLogFormat format;
    private final Map<Field, byte[]> prefixes = new EnumMap<>(Field.class);

    RecordLines(AccessLog.AccessLogFormat format) {
        this.format = format;
        for (Field field : Field.values()) {
            String prefix = format.prefix(field.name().toLowerCase(Locale.ROOT), field == Field.TIME);
            prefixes.put(field, prefix.getBytes(StandardCharsets.US_ASCII));
        }
    }

    void write(ExchangeRecord exchange, LineBuffer to) {
        name(Field.TIME, to);
        format.time(exchange.startedMillis(), to);
        text(Field.REQUEST_ID, exchange.requestId(), to);
        request(exchange.request(), exchange.matched(), to);
        caller(exchange.caller(), to);
        number(Field.STATUS, exchange.status(), to);
        number(Field.BYTES_IN, exchange.bytesIn(), to);
        number(Field.BYTES_OUT, exchange.bytesOut(), to);
        millis(Field.DURATION_MS, exchange.durationNanos(), to);
        forwarding(exchange.forwarding(), to);
        decided(exchange.decided(), to);
        text(Field.REGISTRY, exchange.registry().isEmpty() ? null : exchange.registry(), to);
        text(Field.UPSTREAM_FAILURE, exchange.forwarding().failure(), to);
        text(Field.TRACEPARENT, exchange.request().traceparent(), to);
        format.end(to);
    }

    private void request(ExchangeRecord.Asked request, ExchangeRecord.Matched matched, LineBuffer to) {
        text(Field.CLIENT, request.client(), to);
        text(Field.METHOD, request.method(), to);
        text(Field.PATH, request.path(), to);
        text(Field.PROTOCOL, request.protocol(), to);
        text(Field.CERTIFICATE, request.certificate(), to);
        text(Field.ROUTE, matched.route(), to);
        text(Field.SERVICE, matched.service(), to);
        text(Field.VERSION, matched.version(), to);
    }

    private void caller(ExchangeRecord.CalledBy caller, LineBuffer to) {
        text(Field.TENANT, caller.tenant(), to);
        text(Field.APPLICATION, caller.application(), to);
        text(Field.PACKAGE, caller.packageReference(), to);
        text(Field.KEY, caller.key(), to);
        text(Field.USER, caller.user(), to);
    }

    private void forwarding(ExchangeRecord.Forwarded forwarded, LineBuffer to) {
        text(Field.UPSTREAM, forwarded.upstream(), to);
        if (forwarded.firstByteNanos() >= 0) {
            millis(Field.TTFB_MS, forwarded.firstByteNanos(), to);
        }
        number(Field.ATTEMPTS, forwarded.attempts(), to);
        List<ExchangeRecord.Try> failed = forwarded.failedTries();
        if (!failed.isEmpty()) {
            text(Field.FAILED_TRIES, tries(failed), to);
        }
        text(Field.HEDGED, forwarded.hedged() ? "yes" : null, to);
        text(Field.RETRY_BUDGET, forwarded.budgetExhausted() ? "exhausted" : null, to);
    }

    private static String tries(List<ExchangeRecord.Try> failed) {
        return failed.stream()
                .map(one -> one.upstream() + " " + one.why() + " (" + one.nanos() / NANOS_A_MILLI + " ms)")
                .collect(Collectors.joining("; "));
    }

    private void decided(ExchangeRecord.Decided decided, LineBuffer to) {
        text(Field.CACHE, decided.cache(), to);
        text(Field.STRATEGY, decided.strategy(), to);
        Rejection rejection = decided.rejection();
        if (rejection != null) {
            text(Field.CODE, rejection.code(), to);
            text(Field.FAULT, FAULTS.get(rejection.fault()), to);
        }
        Origin rule = decided.decidedBy();
        if (rule != null) {
            name(Field.DECIDED_BY, to);
            format.origin(rule, to);
        }
        if (!decided.observed().isEmpty()) {
            text(Field.WOULD_REFUSE, observed(decided.observed()), to);
        }
    }

    private static String observed(List<WouldRefuse> refusals) {
        return refusals.stream()
                .map(one -> one.rejection().code() + (one.rule() == null ? "" : " (" + one.rule() + ")"))
                .collect(Collectors.joining("; "));
    }

    private void name(Field field, LineBuffer to) {
        to.raw(Objects.requireNonNull(prefixes.get(field)));
    }

    private void text(Field field, @Nullable String value, LineBuffer to) {
        if (value != null) {
            name(field, to);
            format.text(value, to);
        }
    }

    private void number(Field field, long value, LineBuffer to) {
        name(field, to);
        to.number(value);
    }

    private void millis(Field field, long nanos, LineBuffer to) {
        name(field, to);
        to.millis(Math.max(0, nanos));
    }
}
