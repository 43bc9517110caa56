package io.gatehouse.observability.trafficlog;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.deser.std.StdDelegatingDeserializer;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.AnnotatedClass;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdDelegatingSerializer;
import com.fasterxml.jackson.databind.util.StdConverter;
import io.gatehouse.domain.pipeline.StageTimes;
import io.gatehouse.domain.quota.QuotaDecision;
import io.gatehouse.domain.quota.Strategy;
import io.gatehouse.domain.traffic.ExchangeRecord;
import io.gatehouse.domain.traffic.ExchangeRecord.Details;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An exchange that is kept, as it is read again. What is kept of it is a few hundred bytes, where the exchange itself is some forty objects.
 *
 * @param sequence counts the exchanges that are kept, in the order in which they ended
 * @param kind for how long it is kept, compared with others
 * @param exchange the exchange, whose times of stages and limit are here instead
 * @param stages the times of its stages, in groups
 * @param timedByStage whether every stage was timed
 * @param singleStages the times of single stages
 * @param limit the tightest limit behind it; null if there was none
 */
public record KeptExchange(
        long sequence,
        Kind kind,
        ExchangeRecord exchange,
        List<StageTimes.Span> stages,
        boolean timedByStage,
        List<StageTimes.Single> singleStages,
        @Nullable LimitLeft limit) {

    private static final long NANOS_A_MILLI = 1_000_000;

    /** Records as arrays, so that names, which are the same each time, take no room; in ASCII, as half a surrogate pair can be sent, too. No times of stages, which are kept beside. */
    private static final ObjectMapper FORM = JsonMapper.builder()
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .annotationIntrospector(new JacksonAnnotationIntrospector() {
                private static final long serialVersionUID = 1L;

                @Override
                public JsonFormat.@Nullable Value findFormat(Annotated annotated) {
                    return annotated instanceof AnnotatedClass type
                                    && type.getRawType().isRecord()
                            ? JsonFormat.Value.forShape(JsonFormat.Shape.ARRAY)
                            : super.findFormat(annotated);
                }
            })
            .addModule(new SimpleModule()
                    .addSerializer(
                            new StdDelegatingSerializer(StageTimes.class, new StdConverter<StageTimes, Boolean>() {
                                @Override
                                public Boolean convert(StageTimes kept) {
                                    return false;
                                }
                            }))
                    .addDeserializer(
                            StageTimes.class, new StdDelegatingDeserializer<>(new StdConverter<Boolean, StageTimes>() {
                                @Override
                                public StageTimes convert(Boolean kept) {
                                    return StageTimes.NONE;
                                }
                            })))
            .build();

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

    static KeptExchange of(long sequence, Kind kind, ExchangeRecord exchange) {
        Details details = exchange.details();
        QuotaDecision quota = details.quota();
        Strategy strategy = details.quotaStrategy();
        StageTimes stages = details.stages();
        return new KeptExchange(
                sequence,
                kind,
                new ExchangeRecord(
                        exchange.requestId(),
                        exchange.startedMillis(),
                        exchange.durationNanos(),
                        exchange.request(),
                        exchange.matched(),
                        exchange.caller(),
                        exchange.decided(),
                        exchange.status(),
                        exchange.bytesIn(),
                        exchange.bytesOut(),
                        exchange.forwarding(),
                        exchange.registry(),
                        new Details(
                                StageTimes.NONE,
                                details.host(),
                                details.query(),
                                details.traceId(),
                                details.trace(),
                                details.groups(),
                                null,
                                null,
                                details.requestFields(),
                                details.responseFields())),
                stages.spans(),
                stages.isOfEach(),
                stages.singles(exchange.durationNanos()),
                quota == null || strategy == null
                        ? null
                        : LimitLeft.of(
                                strategy, quota, exchange.startedMillis() + exchange.durationNanos() / NANOS_A_MILLI));
    }

    /** Adds what is kept. */
    void writeTo(ByteArrayOutputStream bytes) {
        try {
            FORM.writeValue(bytes, this);
        } catch (IOException e) {
            throw new UncheckedIOException("not to be written: " + exchange.getClass(), e);
        }
    }

    /** From what was written. */
    static KeptExchange read(byte[] bytes) {
        try {
            return FORM.readValue(bytes, KeptExchange.class);
        } catch (IOException e) {
            throw new UncheckedIOException("not what was written", e);
        }
    }
}
