package io.gatehouse.http.accesslog;

import io.gatehouse.domain.rejection.Fault;
import io.gatehouse.domain.rejection.Rejection;
import io.gatehouse.domain.traffic.ExchangeRecord;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns a record into a line; what a record does not know is left out. Used by one thread. */
final class RecordLines {

    private static final Map<Fault, String> FAULTS = new EnumMap<>(Fault.class);

    static {
        for (Fault fault : Fault.values()) {
            FAULTS.put(fault, fault.name().toLowerCase(Locale.ROOT));
        }
    }

    private final Notation notation;
    private final TimeText time = new TimeText();

    RecordLines(Notation notation) {
        this.notation = notation;
    }

    void write(ExchangeRecord exchange, LineBuffer to) {
        request(exchange, to);
        answer(exchange, to);
        Rejection rejection = exchange.rejection();
        if (rejection != null) {
            text(Field.CODE, rejection.code(), to);
            text(Field.FAULT, FAULTS.get(rejection.fault()), to);
        }
        text(Field.UPSTREAM_FAILURE, exchange.upstreamFailure(), to);
        text(Field.TRACEPARENT, exchange.traceparent(), to);
        notation.end(to);
    }

    private void request(ExchangeRecord exchange, LineBuffer to) {
        time(exchange.startedMillis(), to);
        text(Field.REQUEST_ID, exchange.requestId(), to);
        text(Field.CLIENT, exchange.client(), to);
        text(Field.METHOD, exchange.method(), to);
        text(Field.PATH, exchange.path(), to);
        text(Field.PROTOCOL, exchange.protocol(), to);
        text(Field.ROUTE, exchange.route(), to);
        text(Field.SERVICE, exchange.service(), to);
        text(Field.VERSION, exchange.version(), to);
    }

    private void answer(ExchangeRecord exchange, LineBuffer to) {
        number(Field.STATUS, exchange.status(), to);
        number(Field.BYTES_IN, exchange.bytesIn(), to);
        number(Field.BYTES_OUT, exchange.bytesOut(), to);
        millis(Field.DURATION_MS, exchange.durationNanos(), to);
        text(Field.UPSTREAM, exchange.upstream(), to);
        if (exchange.firstByteNanos() >= 0) {
            millis(Field.TTFB_MS, exchange.firstByteNanos(), to);
        }
        number(Field.ATTEMPTS, exchange.attempts(), to);
    }

    private void time(long epochMillis, LineBuffer to) {
        notation.name(Field.TIME, to);
        notation.time(time, epochMillis, to);
    }

    private void text(Field field, @Nullable String value, LineBuffer to) {
        if (value != null) {
            notation.name(field, to);
            notation.text(value, to);
        }
    }

    private void number(Field field, long value, LineBuffer to) {
        notation.name(field, to);
        to.number(value);
    }

    private void millis(Field field, long nanos, LineBuffer to) {
        notation.name(field, to);
        to.millis(Math.max(0, nanos));
    }
}
