package io.gatehouse.http.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KnownBytesTest {

    private final KnownBytes<String> texts = KnownBytes.texts(4);
    private final KnownBytes<HttpString> names = KnownBytes.names();

    @Test
    void whatComesAgainAndAgainIsTheSameObject() {
        String first = text("Bearer abc");
        String second = text("Bearer abc");
        assertThat(second).isNotSameAs(first).isEqualTo("Bearer abc");
        assertThat(text("Bearer abc")).isSameAs(second);
    }

    @Test
    void whatComesOnceTakesNoPlaceOfWhatComesAgain() {
        text("again");
        String again = text("again");
        for (int n = 0; n < 1000; n++) {
            text("once " + n);
            assertThat(text("again")).isSameAs(again);
        }
    }

    @Test
    void asManyAsThereArePlacesForAreAllKnown() {
        KnownBytes<String> many = KnownBytes.texts(13);
        List<byte[]> some = IntStream.range(0, 2000)
                .mapToObj(n -> ("key-" + n + "-of-a-tenant").getBytes(StandardCharsets.ISO_8859_1))
                .toList();
        some.forEach(one -> many.of(one, 0, one.length));
        List<String> known =
                some.stream().map(one -> many.of(one, 0, one.length)).toList();
        Set<String> same = Collections.newSetFromMap(new IdentityHashMap<>());
        same.addAll(known);
        int before = same.size();
        some.forEach(one -> same.add(many.of(one, 0, one.length)));
        assertThat(same.size() - before).as("those that were made anew").isLessThan(40);
    }

    @Test
    void forgetsBeyondSoManyBytes() {
        KnownBytes<String> many = KnownBytes.texts(13);
        for (int n = 0; n < 4000; n++) {
            byte[] one = (n + "x".repeat(KnownBytes.LONGEST - 8)).getBytes(StandardCharsets.ISO_8859_1);
            many.of(one, 0, one.length);
            many.of(one, 0, one.length);
            assertThat(many.bytesKnown()).isBetween(1, 1 << 20);
        }
    }

    @Test
    void whatIsTooLongIsMadeEachTime() {
        String longest = "x".repeat(KnownBytes.LONGEST);
        text(longest);
        assertThat(text(longest)).isSameAs(text(longest)).isEqualTo(longest);
        String longer = "x".repeat(KnownBytes.LONGEST + 1);
        assertThat(text(longer)).isNotSameAs(text(longer)).isEqualTo(longer);
    }

    @Test
    void textsAreToldApartWhateverPlacesTheyShare() {
        for (int round = 0; round < 3; round++) {
            for (int n = 0; n < 500; n++) {
                // Alike at both ends, in the middle and in length, which is all that places go by.
                String one = "beginning" + String.format("%03d", n) + "in-the-middle-of-it" + "-the-end";
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
        name("x-own");
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
