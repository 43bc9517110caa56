package io.gatehouse.http.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HeadBufferTest {

    private static String hex(long bits) {
        byte[] written = new HeadBuffer().add("id: ").addHex(bits).add(';').toBytes();
        return new String(written, StandardCharsets.US_ASCII);
    }

    @Test
    void writesSixteenHexDigits() {
        assertThat(hex(0)).isEqualTo("id: 0000000000000000;");
        assertThat(hex(0x0123_4567_89ab_cdefL)).isEqualTo("id: 0123456789abcdef;");
        assertThat(hex(-1)).isEqualTo("id: ffffffffffffffff;");
        var random = new Random(7);
        for (int i = 0; i < 10_000; i++) {
            long bits = random.nextLong();
            assertThat(hex(bits)).isEqualTo("id: " + HexFormat.of().toHexDigits(bits) + ";");
        }
    }

    @Test
    void hasRoomForAsManyAsThereAre() {
        var head = new HeadBuffer();
        for (int i = 0; i < 1_000; i++) {
            head.addHex(i);
        }
        assertThat(head.length()).isEqualTo(16_000);
        assertThat(new String(head.toBytes(), StandardCharsets.US_ASCII)).endsWith("00000000000003e7");
    }
}
