package io.gatehouse.domain.request;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SegmentMapTest {

    @Test
    void findsWhatStandsThereAndNothingElse() {
        var map = new SegmentMap<>(Map.of("orders", 1, "order", 2, "", 3));
        assertThat(map.get("/orders/7", 1, 7)).isEqualTo(1);
        assertThat(map.get("/orders/7", 1, 6)).isEqualTo(2);
        assertThat(map.get("/orders/7", 7, 7)).isEqualTo(3);
        assertThat(map.get("/orders/7", 0, 7)).isNull();
        assertThat(map.get("/Orders/7", 1, 7)).isNull();
    }

    @Test
    void findsNothingWhereNothingIsKept() {
        var none = new SegmentMap<Integer>(Map.of());
        assertThat(none.get("/orders", 1, 7)).isNull();
        assertThat(none.get("", 0, 0)).isNull();
    }

    @Test
    void agreesWithAMapOfTheJdk() {
        var random = new Random(7);
        for (int size = 0; size < 200; size++) {
            Map<String, Integer> expected = new HashMap<>();
            for (int i = 0; i < size; i++) {
                expected.put(text(random), i);
            }
            var map = new SegmentMap<>(expected);
            expected.forEach((text, value) ->
                    assertThat(map.get("x" + text + "y", 1, 1 + text.length())).isEqualTo(value));
            for (int i = 0; i < 100; i++) {
                String text = text(random);
                assertThat(map.get(text, 0, text.length())).isEqualTo(expected.get(text));
            }
        }
    }

    /** Of few letters, so that many texts and hashes are alike. */
    private static String text(Random random) {
        var text = new StringBuilder();
        for (int length = random.nextInt(7); length > 0; length--) {
            text.append((char) ('a' + random.nextInt(3)));
        }
        return text.toString();
    }
}
