package io.gatehouse.domain.response;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompressionTest {

    /** Of {@code Name: value} lines. */
    static HeaderFields fields(String... lines) {
        return name -> {
            List<String> values = new ArrayList<>();
            for (String line : lines) {
                int colon = line.indexOf(':');
                if (line.substring(0, colon).equalsIgnoreCase(name)) {
                    values.add(line.substring(colon + 1).trim());
                }
            }
            return values;
        };
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            value = {
                "none | false",
                "'' | false",
                "gzip | true",
                "GZIP | true",
                "x-gzip | true",
                "gzip, deflate, br | true",
                "deflate, br | false",
                "identity | false",
                "* | true",
                "*;q=0 | false",
                "gzip;q=0 | false",
                "gzip;q=0.000 | false",
                "gzip;q=0, * | false",
                "gzip;q=0.001 | true",
                "gzip; Q=1.000 | true",
                "gzip;q=0.5, identity | false",
                "gzip;q=0.5, identity;q=0.4 | true",
                "gzip;q=0.5, identity;q=0.5 | true",
                "*;q=0.3, identity;q=0.7 | false",
                "gzip;q=2 | false",
                "gzip;q=1.5 | false",
                "gzip;q=0.1234 | false",
                "gzip;q=-1 | false",
                "gzip;q=NaN | false",
                "gzip;q= | false",
                "gzip;q=0x1p3 | false",
                "gzipped | false",
                ", ,gzip, | true",
            })
    void isForClientsThatTakeItAndLikeNothingPlainBetter(@Nullable String accepted, boolean taken) {
        assertThat(Compression.isTaken(accepted == null ? fields() : fields("Accept-Encoding: " + accepted)))
                .isEqualTo(taken);
    }

    @Test
    void readsSeveralLinesAsOneList() {
        assertThat(Compression.isTaken(fields("accept-encoding: br", "Accept-Encoding: gzip")))
                .isTrue();
    }

    @Test
    void isNotForClientsThatWantNoTransformation() {
        assertThat(Compression.isTaken(fields("Accept-Encoding: gzip", "Cache-Control: max-age=0, No-Transform")))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "text/html, true",
        "Text/HTML; charset=utf-8, true",
        "application/json;charset=utf-8, true",
        "application/problem+json, true",
        "application/atom+xml, true",
        "application/javascript, true",
        "image/svg+xml, true",
        "text/event-stream, false",
        "image/png, false",
        "application/octet-stream, false",
        "application/grpc, false",
        "application/zip, false",
        "multipart/byteranges, false",
    })
    void isForText(String type, boolean suits) {
        assertThat(Compression.suits(200, -1, fields("Content-Type: " + type))).isEqualTo(suits);
        assertThat(Compression.suits(200, -1, fields())).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "200, -1, true",
        "200, 1023, false",
        "200, 1024, true",
        "404, 5000, true",
        "206, 5000, false",
        "204, -1, false"
    })
    void isForWholeBodiesOfSomeLength(int status, long length, boolean suits) {
        assertThat(Compression.suits(status, length, fields("Content-Type: text/plain")))
                .isEqualTo(suits);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Content-Encoding: br | false",
                "Content-Encoding: identity | true",
                "Cache-Control: public, no-transform | false",
                "Cache-Control: x=\"a, no-transform\" | true",
                "Content-Range: bytes 0-99/1000 | false",
                "Content-Digest: sha-256=:x: | false",
                "Repr-Digest: sha-256=:x: | false",
                "Signature-Input: sig1=() | false",
                "Cache-Control: max-age=5 | true",
            })
    void leavesAloneWhatIsCompressedOrProtected(String line, boolean suits) {
        assertThat(Compression.suits(200, -1, fields("Content-Type: text/plain", line)))
                .isEqualTo(suits);
    }

    @Test
    void weakensEntityTags() {
        assertThat(Compression.weak("\"a\"")).isEqualTo("W/\"a\"");
        assertThat(Compression.weak("W/\"a\"")).isEqualTo("W/\"a\"");
        assertThat(Compression.knowsWeak("\"a,b\"", fields("If-None-Match: \"x\", W/\"a,b\"")))
                .isTrue();
        assertThat(Compression.knowsWeak("\"a\"", fields("If-None-Match: \"a\"")))
                .isFalse();
        assertThat(Compression.knowsWeak("W/\"a\"", fields("If-None-Match: W/\"a\"")))
                .isFalse();
    }
}
