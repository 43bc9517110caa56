package io.gatehouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.domain.service.HeaderEdits;
import io.gatehouse.http.timer.Await;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client gets to see of an answer's head. */
class ResponseHeadersTest {

    @Test
    void handsOnWhatTheUpstreamSaysButNotWhatConcernsItsConnection() throws IOException {
        Answer answer =
                answered("Content-Type: text/plain\r\nSet-Cookie: a=1\r\nSet-Cookie: b=2\r\nKeep-Alive: timeout=5\r\n"
                        + "Proxy-Authenticate: Basic\r\nTrailer: X\r\nConnection: X-Hop, keep-alive\r\nX-Hop: 1\r\n"
                        + "X-Request-Id: theirs\r\nVia: 1.1 inner\r\n");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).isEqualTo("text/plain");
        assertThat(answer.headers("Set-Cookie")).containsExactly("a=1", "b=2");
        assertThat(answer.headers("Via")).containsExactly("1.1 inner", "1.1 gatehouse");
        assertThat(answer.header("X-Request-Id")).hasSize(32);
        for (String name : List.of("Keep-Alive", "Proxy-Authenticate", "Trailer", "Connection", "X-Hop")) {
            assertThat(answer.header(name)).as(name).isNull();
        }
    }

    @Test
    void keepsTheClientsConnectionWhenTheUpstreamClosesItsOwn() throws IOException {
        try (Backend backend = Backend.once("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok");
                TestGateway gateway = TestGateway.to(backend).start();
                RawClient client = gateway.connect()) {
            for (int i = 0; i < 3; i++) {
                Answer answer = client.ask("GET /svc/x HTTP/1.1\r\nHost: gw\r\n\r\n");
                assertThat(answer.text()).isEqualTo("ok");
                assertThat(answer.closes()).isFalse();
            }
            gateway.settled(3);
            Await.until("no connection is left", () -> gateway.open() == 0);
        }
    }

    @Test
    void appliesTheServicesEditsButNeverToFraming() throws IOException {
        var edits = new HeaderEdits(
                Map.of("X-New", "n", "Content-Length", "99", "Cache-Control", "private"),
                List.of("Server", "Content-Length", "Transfer-Encoding"));
        try (Backend backend = Backend.answering(
                        "HTTP/1.1 200 OK\r\nServer: s\r\nCache-Control: public\r\nContent-Length: 2\r\n\r\nok");
                TestGateway gateway = TestGateway.to(backend).edits(edits).start()) {
            Answer answer = gateway.get("/svc/x");

            assertThat(answer.text()).isEqualTo("ok");
            assertThat(answer.header("X-New")).isEqualTo("n");
            assertThat(answer.header("Server")).isNull();
            assertThat(answer.headers("Cache-Control")).containsExactly("private");
            assertThat(answer.headers("Content-Length")).containsExactly("2");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 304})
    void respectsStatusesWithoutABody(int status) throws IOException {
        try (Backend backend = Backend.answering("HTTP/1.1 " + status + " X\r\nETag: \"e\"\r\n\r\n");
                TestGateway gateway = TestGateway.to(backend).start();
                RawClient client = gateway.connect()) {
            for (int i = 0; i < 2; i++) {
                Answer answer = client.ask("GET /svc/x HTTP/1.1\r\nHost: gw\r\n\r\n");
                assertThat(answer.status()).isEqualTo(status);
                assertThat(answer.header("ETag")).isEqualTo("\"e\"");
                assertThat(answer.header("Transfer-Encoding")).isNull();
            }
            gateway.settled(2);
            assertThat(backend.connections).hasValue(1);
        }
    }

    @Test
    void answersHeadWithTheLengthButWithoutTheBody() throws IOException {
        try (Backend backend = Backend.answering("HTTP/1.1 200 OK\r\nContent-Length: 1234\r\n\r\n");
                TestGateway gateway = TestGateway.to(backend).start();
                RawClient client = gateway.connect()) {
            for (int i = 0; i < 2; i++) {
                Answer answer = client.ask("HEAD /svc/x HTTP/1.1\r\nHost: gw\r\n\r\n");
                assertThat(answer.status()).isEqualTo(200);
                assertThat(answer.header("Content-Length")).isEqualTo("1234");
            }
            gateway.settled(2);
            assertThat(backend.connections).hasValue(1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3;x=y\r\nabc\r\n4\r\ndefg\r\n0\r\nX-Late: 1\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: CHUNKED\r\n\r\n007\r\nabcdefg\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\n\r\nabcdefg",
                "HTTP/1.0 200 OK\r\n\r\nabcdefg",
                "HTTP/1.0 200 OK\r\nContent-Length: 7\r\n\r\nabcdefg",
                "HTTP/1.1 200 OK\r\nContent-Length:7\r\n\r\nabcdefg",
                "HTTP/1.1 200 \r\nContent-Length: 7\r\n\r\nabcdefg",
                "HTTP/1.1 200\r\nContent-Length: 7\r\n\r\nabcdefg",
                "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\nabcdefg",
            })
    void unframesAndFramesBodiesAnew(String wire) throws IOException {
        try (Backend backend = Backend.once(wire);
                TestGateway gateway = TestGateway.to(backend).start();
                RawClient client = gateway.connect()) {
            Answer answer = client.ask("GET /svc/x HTTP/1.1\r\nHost: gw\r\n\r\n");
            assertThat(answer.text()).isEqualTo("abcdefg");
            assertThat(answer.closes()).isFalse();

            Answer old = gateway.ask("GET /svc/x HTTP/1.0\r\n\r\n");
            assertThat(old.text()).isEqualTo("abcdefg");
            assertThat(old.header("Transfer-Encoding")).isNull();
            gateway.settled(2);
        }
    }

    private static Answer answered(String headers) throws IOException {
        try (Backend backend = Backend.answering("HTTP/1.1 200 OK\r\n" + headers + "Content-Length: 2\r\n\r\nok");
                TestGateway gateway = TestGateway.to(backend).start()) {
            Answer answer = gateway.get("/svc/x");
            gateway.settled(1);
            return answer;
        }
    }
}
