package io.gatehouse.http.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class KnownBytesTest {

    private final KnownBytes<String> texts = KnownBytes.texts(4);
    private final KnownBytes<HttpString> names = KnownBytes.names();

    @Test
    void whatComesAgainIsTheSameObject() {
        String first = text("Bearer abc");
        assertThat(text("Bearer abc")).isSameAs(first).isEqualTo("Bearer abc");
    }

    @Test
    void whatIsTooLongIsMadeEachTime() {
        String longest = "x".repeat(256);
        assertThat(text(longest)).isSameAs(text(longest)).isEqualTo(longest);
        String longer = "x".repeat(257);
        assertThat(text(longer)).isNotSameAs(text(longer)).isEqualTo(longer);
    }

    @Test
    void textsAreToldApartWhateverPlacesTheyShare() {
        for (int round = 0; round < 3; round++) {
            for (int n = 0; n < 500; n++) {
                // Alike at both ends and in length, which is all that places go by.
                String one = "beginning" + String.format("%03d", n) + "end-of-it";
                assertThat(text(one)).isEqualTo(one);
                String other = "é".repeat(n % 9) + n;
                assertThat(text(other)).isEqualTo(other);
            }
        }
    }

    @Test
    void namesAreSpelledAsTheyCame() {
        assertThat(name("Content-Type")).isSameAs(Headers.CONTENT_TYPE);
        assertThat(name("content-type").toString()).isEqualTo("content-type");
        assertThat(name("CONTENT-TYPE").toString()).isEqualTo("CONTENT-TYPE");
        assertThat(name("content-type")).isEqualTo(Headers.CONTENT_TYPE).isSameAs(name("content-type"));
        assertThat(name("x-own")).isSameAs(name("x-own"));
    }

    private String text(String text) {
        byte[] bytes = ("-" + text + "-").getBytes(StandardCharsets.ISO_8859_1);
        return texts.of(bytes, 1, bytes.length - 1);
    }

    private HttpString name(String text) {
        byte[] bytes = ("-" + text + "-").getBytes(StandardCharsets.ISO_8859_1);
        return names.of(bytes, 1, bytes.length - 1);
    }
}
