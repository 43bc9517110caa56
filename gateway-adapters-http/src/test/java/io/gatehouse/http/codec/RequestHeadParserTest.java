package io.gatehouse.http.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.domain.rejection.Refusal;
import io.gatehouse.domain.rejection.Rejection;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestHeadParserTest {

    private final RequestHeadParser parser = new RequestHeadParser(new HeadLimits(2048, 300, 5, 4));

    @Test
    void readsWhatIsWellFormed() {
        assertThat(read("POST /a/b?c=d HTTP/1.1\r\nHost: gw:8080\r\nX-Odd:\t a\tb \u00e4 \r\nX-None:\r\n"
                        + "Content-Length: 12\r\n\r\n"))
                .isNull();

        assertThat(parser.method()).hasToString("POST");
        assertThat(parser.protocol()).hasToString("HTTP/1.1");
        assertThat(parser.path()).isEqualTo("/a/b");
        assertThat(parser.query()).isEqualTo("c=d");
        assertThat(parser.count()).isEqualTo(4);
        assertThat(parser.name(1)).hasToString("X-Odd");
        assertThat(parser.value(1)).isEqualTo("a\tb \u00e4");
        assertThat(parser.value(2)).isEmpty();
        assertThat(parser.length()).isEqualTo(12);
        assertThat(parser.chunked()).isFalse();
        assertThat(parser.persistent()).isTrue();
    }

    @Test
    void readsOneHeadAfterAnother() {
        String head = "GET /1?x HTTP/1.1\r\nHost: gw\r\nContent-Length: 3\r\nConnection: close\r\n\r\n";
        String next = "GET /2 HTTP/1.1\r\nHost: gw\r\n\r\n";
        byte[] both = bytes(head + next);

        assertThat(parser.read(both, both.length)).isEqualTo(head.length());
        byte[] rest = Arrays.copyOfRange(both, head.length(), both.length);
        assertThat(parser.read(rest, rest.length)).isEqualTo(next.length());
        assertThat(parser.path()).isEqualTo("/2");
        assertThat(parser.query()).isNull();
        assertThat(parser.length()).isEqualTo(RequestHeadParser.UNKNOWN);
        assertThat(parser.persistent()).isTrue();
    }

    @Test
    void saysOfEveryBeginningThatThereIsMoreToCome() {
        byte[] head = bytes("\r\n\r\nPOST http://gw/x?a HTTP/1.1\r\nHost: gw\r\nTransfer-Encoding: chunked\r\n\r\n");

        for (int have = 0; have < head.length; have++) {
            assertThat(parser.read(head, have)).as("%s bytes", have).isEqualTo(RequestHeadParser.INCOMPLETE);
        }
        assertThat(parser.read(head, head.length)).isEqualTo(head.length);
        assertThat(parser.chunked()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            nullValues = "-",
            value = {
                "/ / -",
                "/x? /x ''",
                "/x??a /x ?a",
                "/x?a&b&c&d /x a&b&c&d",
                "/x&&&&&? /x&&&&& ''",
                "http://gw / -",
                "HTTP://GW:80/x?y /x y",
                "http://gw?y / y",
                "http://gw: / -",
                "/a|{}^<>`[]\\\"%?|{}^<>`[]\\\"% /a|{}^<>`[]\\\"% |{}^<>`[]\\\"%",
            })
    void takesATargetApart(String target, String path, String query) {
        assertThat(read("GET " + target + " HTTP/1.1\r\nHost: gw\r\n\r\n")).isNull();
        assertThat(parser.path()).isEqualTo(path);
        assertThat(parser.query()).isEqualTo(query);
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "http://gw"})
    void readsWhatIsAskedOfTheServerAsAWhole(String target) {
        assertThat(read("OPTIONS " + target + " HTTP/1.1\r\nHost: gw\r\n\r\n")).isNull();
        assertThat(parser.path()).isEqualTo("*");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "http://gw,       gw,        true",
                "http://gw:80,    gw,        true",
                "http://gw,       gw:80,     true",
                "http://gw,       gw:,       true",
                "https://gw:443,  gw,        true",
                "http://GW,       gw,        true",
                "http://[::1]:80, '[::1]',   true",
                "http://gw:443,   gw,        false",
                "https://gw:80,   gw,        false",
                "http://gw,       gw:8080,   false",
                "http://gw:8080,  gw:8081,   false",
                "http://gw,       other,     false",
                "http://gw,       gw2,       false",
                "http://[::1],    '[::2]',   false",
            })
    void comparesTheHostOfAUrlWithHost(String url, String host, boolean same) {
        assertThat(read("GET " + url + "/x HTTP/1.1\r\nHost: " + host + "\r\n\r\n") == null)
                .isEqualTo(same);
    }

    @ParameterizedTest
    @CsvSource({
        "HTTP/1.1, -,                     true",
        "HTTP/1.1, close,                 false",
        "HTTP/1.1, Close,                 false",
        "HTTP/1.1, 'x, close',            false",
        "HTTP/1.1, closed,                true",
        "HTTP/1.1, 'keep-alive, close',   false",
        "HTTP/1.0, -,                     false",
        "HTTP/1.0, keep-alive,            true",
        "HTTP/1.0, 'x ,Keep-Alive',       true",
    })
    void saysWhetherTheConnectionStays(String version, String connection, boolean stays) {
        assertThat(read("GET / " + version + "\r\nHost: gw\r\nConnection: " + connection + "\r\n\r\n"))
                .isNull();
        assertThat(parser.persistent()).isEqualTo(stays);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP_VERSION_NOT_SUPPORTED|GET /x HTTP/2.0\r\n\r\n",
                "HTTP_VERSION_NOT_SUPPORTED|GET /x HTTP/1.2\r\n\r\n",
                "HTTP_VERSION_NOT_SUPPORTED|GET /x HTTP/0.9\r\n\r\n",
                "HTTP_VERSION_NOT_SUPPORTED|PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
                "MALFORMED_REQUEST|GET /x HTTP/1.10\r\n\r\n",
                "MALFORMED_REQUEST|GET /x http/1.1\r\n\r\n",
                "MALFORMED_REQUEST|GET /x\r\n",
                "MALFORMED_REQUEST|GET /x HTTP/1.1\n",
                "MALFORMED_REQUEST|GET  /x HTTP/1.1\r\n",
                "MALFORMED_REQUEST|GET /x  HTTP/1.1\r\n",
                "MALFORMED_REQUEST|GET /x HTTP/1.1 \r\n",
                "MALFORMED_REQUEST|GET\t/x HTTP/1.1\r\n",
                "MALFORMED_REQUEST|G@T /x HTTP/1.1\r\n",
                "MALFORMED_REQUEST|get /x HTTP/1.1\r\n",
                "MALFORMED_REQUEST|Head /x HTTP/1.1\r\n",
                "MALFORMED_REQUEST|optionS * HTTP/1.1\r\n",
                "MALFORMED_REQUEST|connect gw:443 HTTP/1.1\r\n",
                "MALFORMED_REQUEST|\n\nGET /x HTTP/1.1\r\n",
                "MALFORMED_REQUEST|\r\n\r\n\r\n\r\n\r\nGET / HTTP/1.1\r\n",
                "MALFORMED_REQUEST|\rGET /x HTTP/1.1\r\n",
                "MALFORMED_REQUEST|GET x HTTP/1.1\r\n",
                "MALFORMED_REQUEST|GET * HTTP/1.1\r\n",
                "MALFORMED_REQUEST|GET ftp://gw/ HTTP/1.1\r\n",
                "MALFORMED_REQUEST|GET http:///x HTTP/1.1\r\n",
                "MALFORMED_REQUEST|GET http://a@gw/ HTTP/1.1\r\n",
                "MALFORMED_REQUEST|GET http://gw:x/ HTTP/1.1\r\n",
                "MALFORMED_REQUEST|GET /x#y HTTP/1.1\r\n",
                "MALFORMED_REQUEST|GET /x\u00e4 HTTP/1.1\r\n",
                "MALFORMED_REQUEST|GET /x?\u007f HTTP/1.1\r\n",
                "TARGET_TOO_LONG|GET /?a&b&c&d&e HTTP/1.1\r\n",
                "MALFORMED_REQUEST|GET / HTTP/1.1\r\nHost: gw\nX: y\r\n\r\n",
                "MALFORMED_REQUEST|GET / HTTP/1.1\r\nHost: gw\rX: y\r\n\r\n",
                "MALFORMED_REQUEST|GET / HTTP/1.1\r\nHost: gw\r\n\n",
                "MALFORMED_REQUEST|GET / HTTP/1.1\r\nHost: gw\r\n\rX",
                "MALFORMED_REQUEST|GET / HTTP/1.1\r\nHost: gw\r\n folded\r\n\r\n",
                "MALFORMED_REQUEST|GET / HTTP/1.1\r\n Host: gw\r\n\r\n",
                "MALFORMED_REQUEST|GET / HTTP/1.1\r\nHost : gw\r\n\r\n",
                "MALFORMED_REQUEST|GET / HTTP/1.1\r\nHost\r\n\r\n",
                "MALFORMED_REQUEST|GET / HTTP/1.1\r\n: gw\r\n\r\n",
                "MALFORMED_REQUEST|GET / HTTP/1.1\r\nHost: gw\r\nX(: y\r\n\r\n",
                "MALFORMED_REQUEST|GET / HTTP/1.1\r\nHost: gw\r\nX: a\u0000b\r\n\r\n",
                "MALFORMED_REQUEST|GET / HTTP/1.1\r\nHost: gw\r\nX: 12345678\u007f\r\n\r\n",
                "MALFORMED_REQUEST|GET / HTTP/1.1\r\nHost: gw\r\nHost: gw\r\n\r\n",
                "MALFORMED_REQUEST|GET / HTTP/1.1\r\n\r\n",
                "MALFORMED_REQUEST|GET / HTTP/1.1\r\nHost: \r\n\r\n",
                "MALFORMED_REQUEST|GET / HTTP/1.1\r\nHost: gw:65536\r\n\r\n",
                "MALFORMED_REQUEST|GET / HTTP/1.1\r\nHost: gw/x\r\n\r\n",
                "MALFORMED_REQUEST|GET / HTTP/1.1\r\nHost: [::1\r\n\r\n",
                "MALFORMED_REQUEST|GET / HTTP/1.1\r\nHost: []\r\n\r\n",
                "HEAD_TOO_LARGE|GET / HTTP/1.1\r\nA: 1\r\nA: 2\r\nA: 3\r\nA: 4\r\nA: 5\r\nA: 6\r\n\r\n",
                "EXPECTATION_FAILED|GET / HTTP/1.1\r\nHost: gw\r\nExpect: miracles\r\n\r\n",
                "MALFORMED_REQUEST|P / HTTP/1.1\r\nHost: gw\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\n",
                "MALFORMED_REQUEST|P / HTTP/1.1\r\nHost: gw\r\nContent-Length: 1234567890123456789\r\n\r\n",
                "MALFORMED_REQUEST|P / HTTP/1.1\r\nHost: gw\r\nContent-Length: 1, 1\r\n\r\n",
                "MALFORMED_REQUEST|P / HTTP/1.1\r\nHost: gw\r\nContent-Length: +1\r\n\r\n",
                "MALFORMED_REQUEST|P / HTTP/1.1\r\nHost: gw\r\nTransfer-Encoding: gzip\r\n\r\n",
                "MALFORMED_REQUEST|P / HTTP/1.0\r\nHost: gw\r\nTransfer-Encoding: chunked\r\n\r\n",
                "MALFORMED_REQUEST|P / HTTP/1.1\r\nHost: gw\r\nTransfer-Encoding: chunked\r\nContent-Length: 1\r\n\r\n",
            })
    void refuses(String rejectionAndHead) {
        String[] parts = rejectionAndHead.split("\\|", 2);

        assertThat(read(parts[1])).extracting(Refusal::rejection).hasToString(parts[0]);
    }

    @Test
    void readsOnAfterAFlawForWhoeverAnswers() {
        assertThat(read("PUT /x HTTP/1.1\r\nBad Name: x\r\nX: a\u0000b\r\nOrigin: https://app\r\n\r\n"))
                .isNotNull();
        assertThat(parser.method()).hasToString("PUT");
        assertThat(parser.path()).isEqualTo("/x");
        assertThat(parser.count()).isEqualTo(1);
        assertThat(parser.value(0)).isEqualTo("https://app");
    }

    /** Whoever compares without regard to case must not take it for the one that it is not: a response to HEAD has no body. */
    @Test
    void takesAMethodInAnotherCaseForNone() {
        assertThat(read("head / HTTP/1.1\r\nHost: gw\r\n\r\n")).isNotNull();
        assertThat(parser.method()).hasToString("");
        assertThat(read("purge / HTTP/1.1\r\nHost: gw\r\n\r\n")).isNull();
        assertThat(parser.method()).hasToString("purge");
    }

    @Test
    void limitsTheTargetAndTheHead() {
        String rest = " HTTP/1.1\r\nHost: gw\r\n\r\n";
        assertThat(read("GET /" + "x".repeat(299) + rest)).isNull();
        assertThat(read("GET /" + "x".repeat(300) + rest)).isEqualTo(tooLong("it has more than 300 bytes"));
        assertThat(read("GET /" + "x".repeat(300))).isEqualTo(tooLong("it has more than 300 bytes"));
        assertThat(read("X".repeat(2048))).isEqualTo(tooLong("it has more than 300 bytes"));

        String head = "GET / HTTP/1.1\r\nHost: gw\r\nX: ";
        String most = head + "x".repeat(2048 - head.length() - 4) + "\r\n\r\n";
        assertThat(read(most)).isNull();
        assertThat(read(most.replace("X: ", "X: y")).rejection()).isEqualTo(Rejection.HEAD_TOO_LARGE);
        assertThat(read(most.replace("\r\n\r\n", "yyyy")).rejection()).isEqualTo(Rejection.HEAD_TOO_LARGE);
    }

    private static Refusal tooLong(String detail) {
        return Refusal.of(Rejection.TARGET_TOO_LONG, detail);
    }

    private Refusal read(String head) {
        byte[] bytes = bytes(head);
        int end = parser.read(bytes, bytes.length);
        assertThat(end).isNotEqualTo(RequestHeadParser.INCOMPLETE);
        if (end > 0) {
            assertThat(end).isEqualTo(bytes.length);
        }
        return parser.flaw();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
