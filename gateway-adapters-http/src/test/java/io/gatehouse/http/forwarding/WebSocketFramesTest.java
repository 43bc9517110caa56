package io.gatehouse.http.forwarding;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class WebSocketFramesTest {

    private static final int[] LENGTHS = {0, 1, 125, 126, 200, 65_535, 65_536, 70_000};

    @RepeatedTest(20)
    void knowsWhereFramesEndHoweverTheyCome(RepetitionInfo repetition) {
        var random = new Random(repetition.getCurrentRepetition());
        var bytes = new ByteArrayOutputStream();
        var ends = new TreeSet<Integer>();
        ends.add(0);
        for (int i = 0; i < 20; i++) {
            write(bytes, random, LENGTHS[random.nextInt(LENGTHS.length)], random.nextBoolean());
            ends.add(bytes.size());
        }
        ByteBuffer all = ByteBuffer.wrap(bytes.toByteArray());
        var tracker = new WebSocketFrames();
        int at = 0;
        while (at < all.limit()) {
            int next = Math.min(all.limit(), at + 1 + random.nextInt(random.nextBoolean() ? 3 : 40_000));
            tracker.passed(all, at, next);
            at = next;

            assertThat(tracker.isBetweenFrames()).isEqualTo(ends.contains(at));
            Integer end = ends.ceiling(at);
            assertThat(end).isNotNull();
            assertThat(tracker.certain()).isBetween(end == at ? 0 : 1, end - at);
        }
        assertThat(tracker.hasSeenClose()).isFalse();
    }

    @Test
    void noticesACloseFrame() {
        var tracker = new WebSocketFrames();
        tracker.passed(ByteBuffer.wrap(new byte[] {(byte) 0x81, 1, 8}), 0, 3);
        assertThat(tracker.hasSeenClose()).isFalse();
        tracker.passed(ByteBuffer.wrap(new byte[] {(byte) 0x88, 0}), 0, 1);
        assertThat(tracker.hasSeenClose()).isTrue();
    }

    @Test
    void isNeverDoneWithALengthThatNoFrameMayHave() {
        var tracker = new WebSocketFrames();
        byte[] header = {(byte) 0x82, 127, -1, -1, -1, -1, -1, -1, -1, -1};
        tracker.passed(ByteBuffer.wrap(header), 0, header.length);
        assertThat(tracker.isBetweenFrames()).isFalse();
        assertThat(tracker.certain()).isEqualTo(Integer.MAX_VALUE);
    }

    private static void write(ByteArrayOutputStream to, Random random, int length, boolean masked) {
        to.write(0x80 | random.nextInt(3));
        int mask = masked ? 0x80 : 0;
        if (length < 126) {
            to.write(mask | length);
        } else if (length < 65_536) {
            to.write(mask | 126);
            to.write(length >> 8);
            to.write(length);
        } else {
            to.write(mask | 127);
            to.writeBytes(ByteBuffer.allocate(8).putLong(length).array());
        }
        byte[] rest = new byte[(masked ? 4 : 0) + length];
        random.nextBytes(rest);
        to.writeBytes(rest);
    }
}
