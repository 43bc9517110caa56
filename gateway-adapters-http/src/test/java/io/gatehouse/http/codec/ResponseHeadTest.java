package io.gatehouse.http.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResponseHeadTest {

    private final ResponseHead head = new ResponseHead();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 204 No Content\r\n",
                "HTTP/1.0 204\r\n",
                "HTTP/1.1 204 \n",
                "\r\nHTTP/1.1 204 No Content\r\n",
                "HTTP/1.1 204 No Content\r\nX: y"
            })
    void readsTheStatusOnceItsLineIsThere(String text) {
        assertThat(status(text)).isEqualTo(204);
        for (int have = 0; have < text.lastIndexOf('\n') && text.endsWith("\n"); have++) {
            assertThat(status(text.substring(0, have))).as("of %s bytes", have).isEqualTo(ResponseHead.INCOMPLETE);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\r\n\r\n",
                "HTTP/1.1\r\n",
                "HTTP/2 200 OK\r\n",
                "HTTP/1.1  200 OK\r\n",
                "HTTP/1.1 20 OK\r\n",
                "HTTP/1.1 2000 OK\r\n",
                "HTTP/1.1 -20 OK\r\n",
                "HTTP/1.1 099 OK\r\n",
                "http/1.1 200 OK\r\n",
                "HTTP/1.1 600 OK\r\n",
                "HTTP/1.1 200 O\u0000K\r\n",
                "SSH-2.0-x",
                "HTTP/1.1 ２００ OK\r\n"
            })
    void readsNoStatusFromWhatIsNoStatusLine(String text) {
        assertThat(status(text)).isEqualTo(ResponseHead.MALFORMED);
    }

    @Test
    void findsTheEndOfAHeadHoweverItsLinesEnd() {
        assertThat(end("HTTP/1.1 200 OK\r\nA: b\r\n\r\nbody")).isEqualTo(25);
        assertThat(end("HTTP/1.1 200 OK\nA: b\n\nbody")).isEqualTo(22);
        assertThat(end("\r\nHTTP/1.1 200 OK\r\n\r\n")).isEqualTo(21);
        assertThat(end("HTTP/1.1 200 OK\r\nA: b\r\n")).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {3, 99})
    void findsAStatusOrNoneWhateverComes(long seed) {
        var random = new Random(seed);
        String alphabet = "HTP/1.0 2345\r\n\r\nx:";
        for (int i = 0; i < 20_000; i++) {
            var text = new StringBuilder(random.nextBoolean() ? "HTTP/1.1 10" : "");
            for (int length = random.nextInt(60); length > 0; length--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            int status = status(text.toString());
            if (status != ResponseHead.INCOMPLETE && status != ResponseHead.MALFORMED) {
                assertThat(status).as("seed %d, round %d", seed, i).isBetween(100, 599);
            }
        }
    }

    private int status(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return head.readStatus(bytes, bytes.length);
    }

    private static int end(String text) {
        return ResponseHead.end(text.getBytes(StandardCharsets.ISO_8859_1), 0, text.length());
    }
}
