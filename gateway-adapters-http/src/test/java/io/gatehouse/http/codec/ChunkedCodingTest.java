package io.gatehouse.http.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChunkedCodingTest {

    private static final String BROKEN = "broken";
    private static final String UNENDED = "unended";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "3\r\nabc\r\n0\r\n\r\n",
                "003\r\nabc\r\n000\r\n\r\n",
                "3;name=value\r\nabc\r\n0;x\r\n\r\n",
                "3 \r\nabc\r\n0\r\n\r\n",
                "1\r\na\r\n2\r\nbc\r\n0\r\nTrailer: x\r\nOther: y\r\n\r\n",
            })
    void findsTheContentHoweverItIsCutUp(String wire) {
        for (int piece = 1; piece <= wire.length(); piece++) {
            assertThat(decode(wire, piece)).as("in pieces of %s", piece).isEqualTo("abc");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\r\nabc\r\n0\r\n\r\n",
                ";x\r\nabc\r\n",
                "-3\r\nabc\r\n",
                "+3\r\nabc\r\n",
                "0x3\r\nabc\r\n",
                "g\r\nabc\r\n",
                "3\nabc\r\n0\r\n\r\n",
                "3\r\nabc\n0\r\n\r\n",
                "3\r\nabcd\r\n0\r\n\r\n",
                "3\rabc\r\n",
                "3;a\nb\r\nabc\r\n",
                "3\r\nabc\r\n0\r\nT: a\u0000\r\n\r\n",
                "3\r\nabc\r\n0\r\n\n",
                "1000000000000000\r\nabc",
            })
    void refusesWhatIsNotWellFormed(String wire) {
        assertThat(decode(wire, wire.length())).isEqualTo(BROKEN);
        assertThat(decode(wire, 1)).isEqualTo(BROKEN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "3 \r\nabc\r\n0\r\n\r\n",
                "3\t;x\r\nabc\r\n0\r\n\r\n",
                "3; x\r\nabc\r\n0\r\n\r\n",
                "3;x\u00e4\r\nabc\r\n0\r\n\r\n",
                "3_0\r\nabc\r\n0\r\n\r\n",
                "3\r\nabc\r\n0\r\nno trailer\r\n\r\n",
                "3\r\nabc\r\n0\r\nno-trailer\r\n\r\n",
                "3\r\nabc\r\n0\r\nT: x\r\n folded\r\n\r\n",
                "3\r\nabc\r\n0\r\n: x\r\n\r\n",
            })
    void refusesOfAClientWhatItForgivesAnUpstream(String wire) {
        assertThat(decode(ChunkedCoding.Decoder.ofRequest(), wire, wire.length()))
                .isEqualTo(BROKEN);
        assertThat(decode(ChunkedCoding.Decoder.ofRequest(), wire, 1)).isEqualTo(BROKEN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "3\r\nabc\r\n0\r\n\r\n",
                "3;a=b;c=\"d\"\r\nabc\r\n0\r\n\r\n",
                "1\r\na\r\n2\r\nbc\r\n0\r\nTrailer: x y\r\nOther:\r\n\r\n",
            })
    void readsTheBodyOfARequest(String wire) {
        for (int piece = 1; piece <= wire.length(); piece++) {
            assertThat(decode(ChunkedCoding.Decoder.ofRequest(), wire, piece)).isEqualTo("abc");
        }
    }

    @Test
    void letsFramingGrowWithTheContent() {
        String chunk = "40;signature=" + "f".repeat(60) + "\r\n" + "x".repeat(64) + "\r\n";
        assertThat(decode(ChunkedCoding.Decoder.ofRequest(), chunk.repeat(2000) + "0\r\n\r\n", 1000))
                .hasSize(2000 * 64);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "3", "3\r\nab", "3\r\nabc\r\n", "3\r\nabc\r\n0\r\n", "3\r\nabc\r\n0\r\n\r"})
    void waitsForTheEnd(String wire) {
        assertThat(decode(wire, 2)).isEqualTo(UNENDED);
    }

    @Test
    void boundsWhatItSkips() {
        assertThat(decode("3;" + "x".repeat(20_000) + "\r\nabc\r\n0\r\n\r\n", 100))
                .isEqualTo(BROKEN);
        assertThat(decode("0\r\n" + "T: x\r\n".repeat(10_000) + "\r\n", 100)).isEqualTo(BROKEN);
    }

    @Test
    void leavesWhatComesBehind() {
        ByteBuffer raw = bytes("1\r\na\r\n0\r\n\r\nHTTP");
        var decoder = ChunkedCoding.Decoder.ofRequest();
        assertThat(decoder.available(raw)).isEqualTo(1);
        raw.get();
        decoder.taken(1);

        assertThat(decoder.available(raw)).isEqualTo(ResponseBody.END);
        assertThat(raw.remaining()).isEqualTo(4);
    }

    @Test
    void writesWhatItReads() {
        ByteBuffer wire = ByteBuffer.allocate(200_000);
        String content = "x".repeat(100_000);
        int written = 0;
        while (written < content.length()) {
            int limit = wire.limit();
            ChunkedCoding.begin(wire);
            int piece = Math.min(wire.remaining(), content.length() - written);
            wire.put(bytes(content.substring(written, written + piece)));
            ChunkedCoding.end(wire, piece, limit);
            written += piece;
        }
        int end = wire.position();
        ChunkedCoding.begin(wire);
        ChunkedCoding.end(wire, 0, wire.capacity());
        assertThat(wire.position()).as("no empty chunk").isEqualTo(end);
        ChunkedCoding.last(wire);

        assertThat(decode(new String(wire.array(), 0, wire.position(), StandardCharsets.ISO_8859_1), 7))
                .isEqualTo(content);
    }

    private static String decode(String wire, int piece) {
        return decode(ChunkedCoding.Decoder.ofResponse(), wire, piece);
    }

    private static String decode(ChunkedCoding.Decoder decoder, String wire, int piece) {
        var content = new StringBuilder();
        for (int from = 0; from < wire.length(); from += piece) {
            ByteBuffer raw = bytes(wire.substring(from, Math.min(wire.length(), from + piece)));
            int found = decoder.available(raw);
            while (found > 0) {
                for (int i = 0; i < found; i++) {
                    content.append((char) raw.get());
                }
                decoder.taken(found);
                found = decoder.available(raw);
            }
            if (found == ResponseBody.BROKEN) {
                return BROKEN;
            }
            if (found == ResponseBody.END) {
                return content.toString();
            }
        }
        return UNENDED;
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
    }
}
