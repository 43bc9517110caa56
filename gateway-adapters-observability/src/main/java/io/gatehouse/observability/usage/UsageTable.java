package io.gatehouse.observability.usage;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import io.gatehouse.domain.time.CalendarUnit;
import io.gatehouse.domain.usage.UsageDimension;
import io.gatehouse.domain.usage.UsageStore.Counts;
import io.gatehouse.domain.usage.UsageStore.Query;
import io.gatehouse.domain.usage.UsageStore.Sum;
import java.io.IOException;
import java.io.StringWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Sums as they are shown: sorted by what they are told apart by.
 *
 * @param query what was asked
 * @param sums the answer
 * @param completeFrom the first hour of which all is there
 */
record UsageTable(Query query, List<Sum> sums, long completeFrom) {

    private static final JsonFactory JSON =
            JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();
    private static final List<String> COUNTED = List.of("calls", "bytes_in", "bytes_out", "upstream_ms");

    UsageTable {
        sums = sums.stream().sorted(order(query)).toList();
    }

    private static Comparator<Sum> order(Query query) {
        Comparator<Sum> order = Comparator.comparing(sum -> sum.group().size());
        for (int n = 0; n < query.by().size(); n++) {
            int column = n;
            order = query.by().get(n) == UsageDimension.HOUR
                    ? order.thenComparingLong(sum -> Long.parseLong(sum.group().get(column)))
                    : order.thenComparing(sum -> sum.group().get(column));
        }
        return order;
    }

    private static String time(long hour) {
        return Instant.ofEpochMilli(CalendarUnit.HOUR.begin(hour)).toString();
    }

    private String shown(Sum sum, int column) {
        String value = sum.group().get(column);
        return query.by().get(column) == UsageDimension.HOUR ? time(Long.parseLong(value)) : value;
    }

    private static List<Long> numbers(Counts counts) {
        return List.of(counts.calls(), counts.bytesIn(), counts.bytesOut(), counts.upstreamMicros() / 1_000);
    }

    /** One object; names that are missing, such as the tenant of calls without a key, are null. */
    String json() {
        var text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("from", time(query.fromHour()));
            json.writeStringField("to", time(query.toHour()));
            if (completeFrom > query.fromHour()) {
                json.writeStringField("complete_from", time(completeFrom));
            }
            json.writeArrayFieldStart("usage");
            for (Sum sum : sums) {
                json.writeStartObject();
                for (int n = 0; n < query.by().size(); n++) {
                    String value = shown(sum, n);
                    json.writeStringField(query.by().get(n).word(), value.isEmpty() ? null : value);
                }
                List<Long> numbers = numbers(sum.counts());
                for (int n = 0; n < COUNTED.size(); n++) {
                    json.writeNumberField(COUNTED.get(n), numbers.get(n));
                }
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new IllegalStateException("memory cannot fail to be written", e);
        }
        return text.toString();
    }

    /** As of RFC 4180, with a line of titles. What a spreadsheet would take for a formula begins with an apostrophe. */
    String csv() {
        var text = new StringBuilder();
        var titles =
                new ArrayList<>(query.by().stream().map(UsageDimension::word).toList());
        titles.addAll(COUNTED);
        line(text, titles.stream());
        for (Sum sum : sums) {
            var values = new ArrayList<String>();
            for (int n = 0; n < query.by().size(); n++) {
                values.add(harmless(shown(sum, n)));
            }
            line(
                    text,
                    Stream.concat(
                            values.stream(), numbers(sum.counts()).stream().map(String::valueOf)));
        }
        return text.toString();
    }

    private static void line(StringBuilder text, Stream<String> values) {
        var quoted = values.map(UsageTable::quoted).toList();
        text.append(String.join(",", quoted)).append("\r\n");
    }

    private static String quoted(String value) {
        return value.chars().anyMatch(c -> c == ',' || c == '"' || c < ' ')
                ? '"' + value.replace("\"", "\"\"") + '"'
                : value;
    }

    private static String harmless(String value) {
        return !value.isEmpty() && "=+-@\t\r\n".indexOf(value.charAt(0)) >= 0 ? "'" + value : value;
    }
}
