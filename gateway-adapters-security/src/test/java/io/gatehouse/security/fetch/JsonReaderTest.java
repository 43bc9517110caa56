package io.gatehouse.security.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonReaderTest {

    @Test
    void readsObjects() {
        assertThat(JsonReader.object(bytes("{\"a\":1,\"b\":[\"x\",true],\"c\":1.5,\"d\":{}}")))
                .isEqualTo(Map.of("a", 1L, "b", List.of("x", true), "c", 1.5, "d", Map.of()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "1",
                "[]",
                "[[\"a\",1]]",
                "\uFEFF{}",
                "\"a\"",
                "{",
                "{}}",
                "{} x",
                "{\"a\":1,\"a\":2}",
                "{\"a\":1,\"\\u0061\":2}",
                "{'a':1}",
                "{a:1}",
                "{\"a\":1,}",
                "{\"a\":NaN}",
                "{\"a\":01}",
                "{\"a\":1e999}",
                "{\"a\":TRUE}",
                "/**/{}",
                "{\"a\":\"\u0001\"}",
                "{\"a\":\"\n\"}"
            })
    void readsNothingElse(String text) {
        assertThat(JsonReader.object(bytes(text))).isNull();
    }

    @Test
    void readsNoBytesThatAreNotUtf8() {
        assertThat(JsonReader.object(new byte[] {'{', '"', (byte) 0xc0, (byte) 0xaf, '"', ':', '1', '}'}))
                .isNull();
    }

    @Test
    void boundsNesting() {
        assertThat(JsonReader.object(nested(200))).isNotNull();
        assertThat(JsonReader.object(nested(300))).isNull();
        assertThat(JsonReader.object(nested(100_000))).isNull();
    }

    private static byte[] nested(int levels) {
        return bytes("{\"a\":" + "[".repeat(levels) + "]".repeat(levels) + "}");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
