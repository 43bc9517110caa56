package io.gatehouse.http.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatusLineTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 204 No Content\r\n",
                "HTTP/1.0 204\r\n",
                "HTTP/1.1 204 \n",
                "\r\nHTTP/1.1 204 No Content\r\n",
                "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 204 No Content\r\n"
            })
    void readsTheFinalStatus(String answer) throws IOException {
        assertThat(read(answer)).isEqualTo(204);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\r\n\r\n", "HTTP/1.1\r\n", "HTTP/2 200 OK\r\n", "HTTP/1.1  200 OK\r\n", "HTTP/1.1 20 OK\r\n",
                "HTTP/1.1 2000 OK\r\n", "HTTP/1.1 -20 OK\r\n", "HTTP/1.1 099 OK\r\n", "http/1.1 200 OK\r\n",
                        "SSH-2.0-x\r\n",
                "HTTP/1.1 ２００ OK\r\n"
            })
    void refusesWhatIsNoStatusLine(String answer) {
        assertThatThrownBy(() -> read(answer)).isInstanceOf(ProtocolException.class);
    }

    @Test
    void readsNoMoreThanItsLimit() {
        assertThatThrownBy(() -> read("HTTP/1.1 200 " + "x".repeat(20_000) + "\r\n"))
                .isInstanceOf(ProtocolException.class);
        assertThatThrownBy(() -> read("HTTP/1.1 100 Continue\r\n\r\n".repeat(2_000)))
                .isInstanceOf(ProtocolException.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {3, 99})
    void endsWithAStatusOrAnIoExceptionWhateverComes(long seed) {
        var random = new Random(seed);
        String alphabet = "HTP/1.0 2345\r\n\r\nx:";
        for (int i = 0; i < 20_000; i++) {
            var answer = new StringBuilder(random.nextBoolean() ? "HTTP/1.1 10" : "");
            for (int length = random.nextInt(60); length > 0; length--) {
                answer.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            try {
                assertThat(read(answer.toString()))
                        .as("seed %d, round %d", seed, i)
                        .isBetween(101, 999);
            } catch (IOException refused) {
                assertThat(Failures.reason(refused)).isIn("malformed answer", "connection closed early");
            }
        }
    }

    private static int read(String answer) throws IOException {
        return StatusLine.read(new ByteArrayInputStream(answer.getBytes(StandardCharsets.UTF_8)));
    }
}
