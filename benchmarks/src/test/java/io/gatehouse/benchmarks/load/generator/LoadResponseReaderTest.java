package io.gatehouse.benchmarks.load.generator;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.benchmarks.load.generator.LoadResponseReader.Progress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoadResponseReaderTest {

    private static final String GOOD =
            "HTTP/1.1 200 OK\r\nServer: x\r\ncontent-LENGTH: 5\r\nConnection: k\r\n\r\nhello";

    private final LoadResponseReader reader = new LoadResponseReader();

    @Test
    void readsAnAnswerInOnePiece() {
        assertThat(take(GOOD)).isEqualTo(Progress.COMPLETE);
        assertThat(reader.status()).isEqualTo(200);
    }

    @Test
    void readsAnAnswerByteByByteAndThenTheNext() {
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < GOOD.length() - 1; i++) {
                assertThat(take(GOOD.substring(i, i + 1))).isEqualTo(Progress.INCOMPLETE);
            }
            assertThat(take("o")).isEqualTo(Progress.COMPLETE);
            reader.reset();
        }
    }

    @Test
    void readsAnAnswerWithoutABody() {
        assertThat(take("HTTP/1.1 503 No\r\nContent-Length: 0\r\n\r\n")).isEqualTo(Progress.COMPLETE);
        assertThat(reader.status()).isEqualTo(503);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello!",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: five\r\n\r\nhello",
                "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
                "HTTP/1.1 OK\r\n",
                "SSH-2.0-x\r\n",
            })
    void refusesWhatItCannotCount(String answer) {
        assertThat(take(answer)).isEqualTo(Progress.BROKEN);
    }

    @Test
    void refusesALineWithoutEnd() {
        assertThat(take("x".repeat(9000))).isEqualTo(Progress.BROKEN);
    }

    private Progress take(String bytes) {
        return reader.take(ByteBuffer.wrap(bytes.getBytes(StandardCharsets.ISO_8859_1)));
    }
}
