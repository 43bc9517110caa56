package io.gatehouse.domain.request;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RememberedTextTest {

    private final RememberedText<Integer> lengths = new RememberedText<>();
    private final List<String> made = new ArrayList<>();

    @Test
    void makesOnceOfOneObject() {
        var text = new String("four");
        assertThat(length(text)).isEqualTo(4);
        assertThat(length(text)).isEqualTo(4);
        assertThat(made).hasSize(1);
    }

    @Test
    void takesAnEqualTextForAnother() {
        assertThat(length(new String("four"))).isEqualTo(4);
        assertThat(length(new String("four"))).isEqualTo(4);
        assertThat(made).hasSize(2);
    }

    @Test
    void forgetsWhatComesToNothing() {
        var text = new String("");
        assertThat(length(text)).isNull();
        assertThat(length(text)).isNull();
        assertThat(made).hasSize(2);
    }

    @Test
    void tellsManyTextsApartWhateverSlotsTheyShare() {
        List<String> texts = new ArrayList<>();
        for (int n = 0; n < 2_000; n++) {
            texts.add("x".repeat(1 + n % 97) + n);
        }
        for (int round = 0; round < 2; round++) {
            for (String text : texts) {
                assertThat(length(text)).isEqualTo(text.length());
            }
        }
    }

    @Test
    void keepsAThousandTextsThatComeInTurn() {
        var random = new Random(1);
        List<String> texts = Stream.generate(() -> Long.toHexString(random.nextLong()))
                .limit(1_000)
                .toList();
        for (int round = 0; round < 10; round++) {
            texts.forEach(this::length);
        }
        assertThat(made).as("some share their slots with too many others").hasSizeLessThan(1_100);
    }

    private Integer length(String text) {
        return lengths.of(text, each -> {
            made.add(each);
            return each.isEmpty() ? null : each.length();
        });
    }
}
