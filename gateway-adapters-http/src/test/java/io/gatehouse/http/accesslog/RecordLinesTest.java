package io.gatehouse.http.accesslog;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.gatehouse.configuration.Origin;
import io.gatehouse.domain.rejection.Rejection;
import io.gatehouse.domain.traffic.ExchangeRecord;
import io.gatehouse.domain.traffic.TestExchanges;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordLinesTest {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    @Test
    void writesAllThatIsKnownAsJson() throws IOException {
        assertThat(json(TestExchanges.whole("/shop/v1/a%20b"))).isEqualTo("""
            {"time":"2025-01-01T00:00:00.123Z","request_id":"4bf92f3577b34da6a3ce929d0e0e4736",\
            "client":"192.0.2.7","method":"GET","path":"/shop/v1/a%20b","protocol":"HTTP/1.1",\
            "certificate":"CN=orders,O=Acme","route":"/shop","service":"orders","version":"1.2","tenant":"acme","application":"storefront","package":"shop/basic",\
            "key":"acme/storefront/web","user":"mia","status":504,"bytes_in":17,"bytes_out":2048,\
            "duration_ms":12.345,"upstream":"http://10.0.0.1:8080","ttfb_ms":9.876,"attempts":2,"cache":"miss",\
            "strategy":"strict","code":"upstream-timeout","fault":"upstream",\
            "decided_by":"registry/products.yml:14:7","would_refuse":"country-not-allowed (registry/tenants.yml:8:5)",\
            "registry":"5be8a1e0b5a4c2d1","upstream_failure":"no response head within 30000 ms",\
            "traceparent":"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"}
            """);
    }

    @Test
    void writesAllThatIsKnownAsText() throws IOException {
        assertThat(text(TestExchanges.whole("/shop/v1/a%20b"))).isEqualTo("""
            time=2025-01-01T00:00:00.123Z request_id=4bf92f3577b34da6a3ce929d0e0e4736 client=192.0.2.7 method=GET \
            path=/shop/v1/a%20b protocol=HTTP/1.1 certificate="CN=orders,O=Acme" route=/shop service=orders version=1.2 tenant=acme \
            application=storefront package=shop/basic key=acme/storefront/web user=mia status=504 bytes_in=17 \
            bytes_out=2048 duration_ms=12.345 upstream=http://10.0.0.1:8080 ttfb_ms=9.876 attempts=2 cache=miss \
            strategy=strict code=upstream-timeout fault=upstream decided_by=registry/products.yml:14:7 \
            would_refuse="country-not-allowed (registry/tenants.yml:8:5)" registry=5be8a1e0b5a4c2d1 \
            upstream_failure="no response head within 30000 ms" \
            traceparent=00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01
            """);
    }

    @Test
    void leavesOutWhatIsNotKnownAndSaysWhoseFaultItWas() throws IOException {
        ExchangeRecord refused =
                TestExchanges.refused(TestExchanges.at(TestExchanges.get("", 503), 0, 999), Rejection.NO_HEALTHY_HOST);
        assertThat(json(refused)).isEqualTo("""
            {"time":"1970-01-01T00:00:00.000Z","request_id":"4bf92f3577b34da6a3ce929d0e0e4736",\
            "client":"192.0.2.7","method":"GET","path":"","protocol":"HTTP/1.1","status":503,"bytes_in":0,\
            "bytes_out":0,"duration_ms":0.000,"attempts":0,"code":"no-healthy-host","fault":"upstream"}
            """);
        assertThat(text(refused)).isEqualTo("""
            time=1970-01-01T00:00:00.000Z request_id=4bf92f3577b34da6a3ce929d0e0e4736 client=192.0.2.7 method=GET \
            path="" protocol=HTTP/1.1 status=503 bytes_in=0 bytes_out=0 duration_ms=0.000 attempts=0 \
            code=no-healthy-host fault=upstream
            """);
    }

    @Test
    void saysWhatWentWrongWithAnUpstreamInPlainText() throws IOException {
        String line = text(failed("TLS failed: \u001b[2J\n\"x\""));
        assertThat(line).contains(" upstream_failure=\"TLS failed: \\u001b[2J\\u000a\\\"x\\\"\"");
        assertThat(isOnePlainLine(line)).isTrue();
    }

    @Test
    void quotesTextThatCouldBeTakenForSomethingElse() throws IOException {
        assertThat(text(TestExchanges.whole("/a b"))).contains(" path=\"/a b\" ");
        assertThat(text(TestExchanges.whole("/a=b"))).contains(" path=\"/a=b\" ");
        assertThat(text(TestExchanges.whole("/a\"b\\"))).contains(" path=\"/a\\\"b\\\\\" ");
        assertThat(text(TestExchanges.whole("/a\nstatus=200"))).contains(" path=\"/a\\u000astatus=200\" ");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 20_250_101, 77, 4_711})
    void survivesHostileText(long seed) throws IOException {
        var random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            String hostile = hostile(random);
            ExchangeRecord exchange = of(random.nextBoolean() ? hostile : null, hostile);
            String line = json(exchange);
            assertThat(isOnePlainLine(line))
                    .as("seed %d, round %d: %s", seed, i, line)
                    .isTrue();
            JsonNode read = JSON.readTree(line);
            assertThat(read.get("path").textValue())
                    .as("seed %d, round %d", seed, i)
                    .isEqualTo(wellFormed(hostile));
            assertThat(read.get("status").intValue()).isEqualTo(200);
            assertThat(isOnePlainLine(text(exchange)))
                    .as("seed %d, round %d", seed, i)
                    .isTrue();
        }
    }

    @Test
    void writesNumbersOfAnyLength() throws IOException {
        var random = new Random(5);
        for (int i = 0; i < 2_000; i++) {
            long number = random.nextLong() >> random.nextInt(64);
            var buffer = new LineBuffer(1);
            buffer.number(number);
            assertThat(written(buffer)).isEqualTo(Long.toString(number));
        }
        var extreme = new LineBuffer(1);
        extreme.number(Long.MIN_VALUE);
        extreme.number(Long.MAX_VALUE);
        extreme.millis(Long.MAX_VALUE);
        assertThat(written(extreme)).isEqualTo("-9223372036854775808" + "9223372036854775807" + "9223372036854.775");
    }

    @Test
    void writesTimesThatGoBackAndForth() throws IOException {
        var buffer = new LineBuffer(1);
        for (long millis :
                new long[] {0, 999, 1000, 999, -1, 1_735_689_599_999L, 1_735_689_600_000L, 253_402_300_799_999L}) {
            buffer.clear();
            buffer.time(millis);
            String text = written(buffer);
            assertThat(Instant.parse(text).toEpochMilli()).isEqualTo(millis);
            assertThat(text).hasSize("2025-01-01T00:00:00.000Z".length());
        }
    }

    private static ExchangeRecord failed(String how) {
        return TestExchanges.forwarded(TestExchanges.get("/", 502), "http://10.0.0.1:8080", -1, how);
    }

    /** An exchange all of whose texts are these. */
    private static ExchangeRecord of(@Nullable String text, String surely) {
        return new ExchangeRecord(
                surely,
                1,
                1,
                new ExchangeRecord.Asked(surely, surely, surely, surely, text, text),
                new ExchangeRecord.Matched(text, text, text),
                new ExchangeRecord.CalledBy(text, text, text, text, text),
                new ExchangeRecord.Decided(null, text, Origin.of(surely), text, List.of()),
                200,
                1,
                1,
                new ExchangeRecord.Forwarded(text, 1, 1, text, List.of(), false, false),
                "",
                ExchangeRecord.Details.NONE);
    }

    private static String hostile(Random random) {
        var text = new StringBuilder();
        int length = random.nextInt(40);
        for (int i = 0; i < length; i++) {
            text.append(
                    switch (random.nextInt(6)) {
                        case 0 -> (char) random.nextInt(0x20);
                        case 1 -> "\"\\/\u007f{}:,= ".charAt(random.nextInt(10));
                        case 2 -> (char) (0xd800 + random.nextInt(0x800));
                        case 3 -> (char) random.nextInt(0x10000);
                        case 4 -> "\u0085\u009b\u2028\u2029\u202e\ufeff".charAt(random.nextInt(6));
                        default -> (char) ('a' + random.nextInt(26));
                    });
            if (random.nextInt(8) == 0) {
                text.appendCodePoint(0x10000 + random.nextInt(0x100000));
            }
        }
        return text.toString();
    }

    /** The text with halves of surrogate pairs replaced, by another way than the one under test. */
    private static String wellFormed(String text) {
        return text.codePoints()
                .map(c -> c >= 0xd800 && c <= 0xdfff ? 0xfffd : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static boolean isOnePlainLine(String line) {
        return line.indexOf('\n') == line.length() - 1
                && line.chars().limit(line.length() - 1L).allMatch(c -> c >= ' ' && c <= '~');
    }

    private static String json(ExchangeRecord exchange) throws IOException {
        return line(exchange, AccessLog.AccessLogFormat.JSON);
    }

    private static String text(ExchangeRecord exchange) throws IOException {
        return line(exchange, AccessLog.AccessLogFormat.TEXT);
    }

    private static String line(ExchangeRecord exchange, AccessLog.AccessLogFormat format) throws IOException {
        var buffer = new LineBuffer(8);
        new RecordLines(format).write(exchange, buffer);
        return written(buffer);
    }

    private static String written(LineBuffer buffer) throws IOException {
        var bytes = new ByteArrayOutputStream();
        buffer.writeTo(bytes);
        assertThat(Arrays.equals(
                        bytes.toByteArray(),
                        bytes.toString(StandardCharsets.ISO_8859_1).getBytes(StandardCharsets.US_ASCII)))
                .isTrue();
        return bytes.toString(StandardCharsets.US_ASCII);
    }
}
