package io.gatehouse.http.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.domain.rejection.Rejection;
import io.undertow.util.Headers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is known of lines that came before must change nothing but the time that it takes to read them. */
class KnownLinesTest {

    private static final String REQUEST = "POST /a HTTP/1.1\r\n";
    private static final String RESPONSE = "HTTP/1.1 200 OK\r\n";

    private final RequestHeadParser requests = new RequestHeadParser(new HeadLimits(2048, 300, 4, 4));
    private final ResponseHead responses = new ResponseHead();

    @Test
    void aLineIsKnownWhenItHasComeTwiceInTurn() {
        var lines = new KnownLines();
        byte[] line = bytes("Server: nginx\r\n");
        for (int times = 0; times < 2; times++) {
            assertThat(lines.find(line, 0, line.length, 3)).isZero();
            lines.read(line, 0, line.length, Headers.SERVER, "nginx");
        }
        assertThat(lines.find(line, 0, line.length, 3)).isEqualTo(line.length);
        assertThat(lines.name()).isSameAs(Headers.SERVER);
        assertThat(lines.value()).isEqualTo("nginx");
        assertThat(lines.find(line, 0, line.length - 1, 3))
                .as("without its end")
                .isZero();
        assertThat(lines.find(line, 0, line.length, 4)).as("at another place").isZero();

        byte[] other = bytes("Server: caddy\r\n");
        assertThat(lines.find(other, 0, other.length, 3)).isZero();
        lines.read(other, 0, other.length, Headers.SERVER, "caddy");
        assertThat(lines.find(line, 0, line.length, 3)).as("after another one").isZero();
    }

    @Test
    void headsReadTheSameHoweverOftenTheyCome() {
        for (int times = 0; times < 5; times++) {
            assertThat(request("Host: gw\r\nX-Caller:\t " + times + " \r\nContent-Length: 12\r\n"))
                    .isNull();
            assertThat(List.of(requests.value(0), requests.value(1), requests.value(2)))
                    .containsExactly("gw", String.valueOf(times), "12");
            assertThat(requests.length()).isEqualTo(12);

            assertThat(response("Server: nginx\r\nX-Turn: " + times + "\r\nTransfer-Encoding: chunked\r\n"))
                    .isNull();
            assertThat(List.of(responses.value(0), responses.value(1), responses.value(2)))
                    .containsExactly("nginx", String.valueOf(times), "chunked");
            assertThat(responses.chunked()).isTrue();
        }
    }

    @Test
    void knownLinesCountLikeOthers() {
        for (int times = 0; times < 3; times++) {
            assertThat(request("Host: gw\r\nContent-Length: 12\r\n")).isNull();
            assertThat(request("Host: gw\r\nAccept: */*\r\nContent-Length: 12\r\n"))
                    .isNull();
            assertThat(response("Server: nginx\r\nContent-Length: 12\r\n")).isNull();
            assertThat(response("Server: nginx\r\nAge: 10\r\nContent-Length: 13\r\n"))
                    .isNull();
        }
        assertThat(request("Host: gw\r\nContent-Length: 12\r\nContent-Length: 12\r\n"))
                .isEqualTo(Rejection.MALFORMED_REQUEST);
        assertThat(request("Host: gw\r\nContent-Length: 12\r\n" + "Accept: */*\r\n".repeat(3)))
                .isEqualTo(Rejection.HEAD_TOO_LARGE);
        assertThat(response("Server: nginx\r\nContent-Length: 12\r\nContent-Length: 13\r\n"))
                .isEqualTo("contradicting Content-Length values");
    }

    @Test
    void aKnownLineThatIsNotAllThereIsWaitedFor() {
        String head = "Host: gw\r\nX-Caller: somebody\r\n";
        for (int times = 0; times < 3; times++) {
            assertThat(request(head)).isNull();
        }
        byte[] whole = bytes(REQUEST + head + "\r\n");
        for (int have = 0; have < whole.length; have++) {
            assertThat(requests.read(whole, have)).as("%s bytes", have).isEqualTo(RequestHeadParser.INCOMPLETE);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Server: nginx\r\n\n", "Server: nginx\r\nAge: 1\n\n", "Age: 1\nServer: nginx\r\n\n"})
    void aLineThatIsKnownByItsCrlfDoesNotStandAmongLinesThatEndInLf(String lines) {
        for (int times = 0; times < 3; times++) {
            assertThat(response("Server: nginx\r\nServer: nginx\r\n")).isNull();
        }
        byte[] mixed = bytes("HTTP/1.1 200 OK\n" + lines);
        assertThat(responses.read(mixed, mixed.length)).isNotNull();
    }

    private Rejection request(String lines) {
        byte[] bytes = bytes(REQUEST + lines + "\r\n");
        requests.read(bytes, bytes.length);
        return requests.flaw() == null ? null : requests.flaw().rejection();
    }

    private String response(String lines) {
        byte[] bytes = bytes(RESPONSE + lines + "\r\n");
        return responses.read(bytes, bytes.length);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
