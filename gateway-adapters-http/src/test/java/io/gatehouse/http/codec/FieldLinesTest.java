package io.gatehouse.http.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.undertow.util.HttpString;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FieldLinesTest {

    private static final HttpString LEFT = new HttpString("X-Left");
    private static final HttpString OTHER = new HttpString("X-Other");

    private final FieldLines lines = new FieldLines();

    @ParameterizedTest
    @ValueSource(longs = {0, 9, 10, 99, 1_000, 12_345, 100_000_000, Long.MAX_VALUE})
    void aNumberIsReadAndWrittenInDigits(long number) {
        lines.put(LEFT, number);
        assertThat(written(0)).isEqualTo(Long.toString(number));
        assertThat(lines.first(LEFT)).isEqualTo(Long.toString(number));
        assertThat(lines.first("x-left")).isEqualTo(Long.toString(number));
        assertThat(lines.all("x-left")).containsExactly(Long.toString(number));
        assertThat(written(0)).isEqualTo(Long.toString(number));
    }

    /** What is cleared on one thread, or filled there, must not be what another one fills. */
    @Test
    void givesRoomBackOnlyToTheThreadThatItIsFrom() throws Exception {
        var spare = new SpareArrays();
        var elsewhere = new FieldLines(spare);
        elsewhere.add(HttpString.tryFromString("A"), "1");
        onAnotherThread(elsewhere::clear);
        assertThat(spare.isEmpty()).as("cleared on another thread").isTrue();

        var here = new FieldLines(spare);
        here.add(HttpString.tryFromString("B"), "2");
        here.clear();
        assertThat(spare.isEmpty()).as("cleared on this thread").isFalse();
        onAnotherThread(() -> elsewhere.add(HttpString.tryFromString("C"), "3"));
        assertThat(spare.isEmpty()).as("filled on another thread").isFalse();
        here.add(HttpString.tryFromString("D"), "4");
        assertThat(spare.isEmpty()).as("filled on this thread").isTrue();
        assertThat(elsewhere.value(0)).isEqualTo("3");
    }

    private static void onAnotherThread(Runnable work) throws InterruptedException {
        var thread = new Thread(work);
        thread.start();
        thread.join();
    }

    @Test
    void aNumberTakesThePlaceOfWhatWasThere() {
        lines.add(LEFT, "from upstream").add(OTHER, "a").add(LEFT, "again");
        lines.put(LEFT, 7);
        assertThat(lines.count()).isEqualTo(2);
        assertThat(lines.value(0)).isEqualTo("7");
        lines.put(LEFT, "none");
        assertThat(lines.value(0)).isEqualTo("none");
        lines.put(LEFT, 8).put(LEFT, 9);
        assertThat(lines.all("X-Left")).containsExactly("9");
    }

    @Test
    void aNumberMovesWithItsLine() {
        for (int i = 0; i < 20; i++) {
            lines.add(OTHER, "o" + i);
        }
        lines.put(LEFT, 42);
        lines.remove(OTHER);
        assertThat(lines.count()).isEqualTo(1);
        assertThat(lines.value(0)).isEqualTo("42");
    }

    @Test
    void nothingOfOneHeadIsInTheNext() {
        lines.put(LEFT, 42).add(OTHER, "o");
        lines.clear();
        assertThat(lines.count()).isZero();
        assertThat(lines.first(LEFT)).isNull();
        assertThat(lines.contains(OTHER)).isFalse();
        lines.add(OTHER, "text");
        assertThat(lines.value(0)).isEqualTo("text");
        assertThat(written(0)).isEqualTo("text");
    }

    @Test
    void knowsWhatIsThereMoreThanOnce() {
        lines.add(OTHER, "o").add(LEFT, "1");
        assertThat(lines.isRepeated("x-left")).isFalse();
        assertThat(lines.isRepeated("absent")).isFalse();
        lines.add(new HttpString("x-LEFT"), "2");
        assertThat(lines.isRepeated("x-left")).isTrue();
    }

    private String written(int line) {
        var head = new HeadBuffer().reset();
        lines.writeValue(line, head);
        return new String(head.toBytes(), StandardCharsets.ISO_8859_1);
    }
}
