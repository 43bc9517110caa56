package io.gatehouse.observability.trafficlog;

import io.gatehouse.domain.traffic.ExchangeRecord;
import io.gatehouse.domain.traffic.ExchangeRecord.Details;
import io.gatehouse.domain.traffic.ExchangeRecord.Field;
import io.gatehouse.domain.traffic.ExchangeRecord.Try;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An exchange that is kept.
 *
 * @param sequence counts the exchanges that are kept, in the order in which they ended
 * @param kind for how long it is kept, compared with others
 * @param exchange the exchange
 */
public record KeptExchange(long sequence, Kind kind, ExchangeRecord exchange) {

    /** What there is of one in objects, with its places in the log; measured on a 64-bit machine, rounded up. */
    private static final int OBJECTS = 900;

    /** A text besides its characters, a field or a span in a list. */
    private static final int TEXT = 56;

    /** Kinds of exchanges; the log gives each its share of the room. */
    public enum Kind {
        /** Answered in good time. */
        GOOD(2),
        /** Answered, but late. */
        SLOW(1),
        /** Refused by the gateway, answered with 5xx, or left by the client. */
        FAILED(1);

        private final int parts;

        Kind(int parts) {
            this.parts = parts;
        }

        /** Its share of the room, compared with those of others. */
        int parts() {
            return parts;
        }

        /** The kind of an exchange, where those are slow that take so long. */
        static Kind of(ExchangeRecord exchange, long slowNanos) {
            if (exchange.rejection() != null || exchange.status() >= 500) {
                return FAILED;
            }
            return exchange.durationNanos() >= slowNanos ? SLOW : GOOD;
        }

        /** As it is shown. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The heap that it takes, by estimate; names of the registry are not counted, as they are shared. */
    static long bytes(ExchangeRecord exchange) {
        ExchangeRecord.Asked asked = exchange.request();
        long bytes = OBJECTS
                + text(exchange.requestId())
                + text(asked.client())
                + text(asked.path())
                + text(asked.certificate())
                + text(asked.traceparent())
                + text(exchange.caller().user())
                + text(exchange.forwarding().failure());
        for (Try one : exchange.forwarding().tries()) {
            bytes += TEXT + text(one.why());
        }
        Details details = exchange.details();
        bytes += 8L * details.stages().stagesEnded()
                + text(details.host())
                + text(details.query())
                + text(details.traceId())
                + 6L * TEXT;
        bytes += fields(details.requestFields()) + fields(details.responseFields());
        return bytes;
    }

    private static long fields(Iterable<Field> fields) {
        long bytes = 0;
        for (Field field : fields) {
            bytes += TEXT + text(field.name()) + text(field.value());
        }
        return bytes;
    }

    private static long text(@Nullable String text) {
        return text == null ? 0 : TEXT + text.length();
    }
}
