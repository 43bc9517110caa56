package io.gatehouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What stands around the content of a chunked request is bounded too. */
class EndlessFramingTest {

    private static final int FAR_TOO_MUCH = 32 << 20;

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "many trailers,          '0\r\n',         'X-T: vvvvvvvvvvvvvvvvvvvv\r\n'",
        "one endless trailer,    '0\r\nX-T: ',    'vvvvvvvvvvvvvvvvvvvvvvvvvvv'",
        "one endless name,       '0\r\n',         'vvvvvvvvvvvvvvvvvvvvvvvvvvv'",
        "one endless extension,  '1;',            'vvvvvvvvvvvvvvvvvvvvvvvvvvv'",
        "one endless size,       '',              '000000000000000000000000000'",
    })
    void endsWhatHasNoEnd(String what, String begin, String more) throws IOException {
        try (Backend backend = Backend.echo();
                TestGateway gateway = TestGateway.to(backend).start();
                RawClient client = gateway.connect()) {
            client.send("POST /svc/x HTTP/1.1\r\nHost: gw\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n" + begin);
            byte[] block = more.repeat(2000).getBytes(StandardCharsets.ISO_8859_1);
            int sent = 0;
            try {
                while (sent < FAR_TOO_MUCH) {
                    client.socket.getOutputStream().write(block);
                    sent += block.length;
                }
            } catch (IOException expected) {
                // The gateway takes no more.
            }
            assertThat(sent).as(what).isLessThan(FAR_TOO_MUCH);
            gateway.settled(1);
            backend.awaitOpen(0);
        }
    }
}
