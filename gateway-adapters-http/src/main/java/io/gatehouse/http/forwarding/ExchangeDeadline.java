package io.gatehouse.http.forwarding;

import io.gatehouse.domain.pipeline.RequestState;
import io.gatehouse.domain.service.Timeouts;
import io.gatehouse.http.exchange.GatewayExchange;
import io.gatehouse.http.exchange.GrpcCall;
import io.undertow.util.HttpString;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * When an exchange must be over: by {@code timeouts.total}, or sooner where its client says so.
 *
 * @param since when the time began, in nanoseconds of the scanner
 * @param nanos how much there is; {@link Long#MAX_VALUE} for no limit
 * @param isClients whether the client has set it, and upstreams are not to blame
 * @param header by which upstreams are told what is left; null for not at all
 * @param unit whether that is written with a unit
 */
record ExchangeDeadline(
        long since, long nanos, boolean isClients, @Nullable String header, boolean unit) {

    private static final ExchangeDeadline NONE = new ExchangeDeadline(0, Long.MAX_VALUE, false, null, false);

    /** The deadline of this exchange; the client's time runs since its request came, ours from now. */
    static ExchangeDeadline of(GatewayExchange exchange, RequestState state, long nowNanos) {
        Timeouts timeouts = state.route().service().forwarding().timeouts();
        Duration total = timeouts.total();
        String header = timeouts.deadlineHeader();
        if (header == null && exchange.isGrpc()) {
            header = GrpcCall.TIMEOUT;
        }
        if (header == null && total == null) {
            return NONE;
        }
        long ours = total == null ? Long.MAX_VALUE : total.toNanos();
        String text = header == null ? null : exchange.request().first(header);
        long clients = text == null ? ClientDeadline.NONE : ClientDeadline.nanos(text);
        boolean unit = GrpcCall.TIMEOUT.equalsIgnoreCase(header);
        if (text != null && clients != ClientDeadline.NONE) {
            unit = ClientDeadline.hasUnit(text);
        }
        long since = state.exchange().startedNanos();
        boolean sooner = clients != ClientDeadline.NONE && since + clients - nowNanos < ours;
        return sooner
                ? new ExchangeDeadline(since, clients, true, header, unit)
                : new ExchangeDeadline(nowNanos, ours, false, header, unit);
    }

    boolean isOver(long nowNanos) {
        return nanos != Long.MAX_VALUE && nowNanos - since >= nanos;
    }

    /** What is left. */
    long leftNanos(long nowNanos) {
        return nanos == Long.MAX_VALUE ? Long.MAX_VALUE : nanos - (nowNanos - since);
    }

    /** Puts what is left in the place of what the client has said. */
    void replaceField(GatewayExchange exchange) {
        if (header == null) {
            return;
        }
        var name = new HttpString(header);
        exchange.request().remove(name);
        if (nanos != Long.MAX_VALUE) {
            exchange.request()
                    .add(name, ClientDeadline.text(leftNanos(exchange.scanner().now()), unit));
        }
    }
}
