package io.gatehouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that two servers could read in two ways never reach an upstream, and end their connection. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RequestSmugglingTest {

    private Backend backend;
    private TestGateway gateway;

    @BeforeAll
    void start() throws Exception {
        backend = Backend.echo();
        gateway = prepared(TestGateway.to(backend)).start();
    }

    /** Lets requests come another way. */
    TestGateway.Setup prepared(TestGateway.Setup setup) throws Exception {
        return setup;
    }

    @AfterAll
    void stop() throws IOException {
        gateway.close();
        backend.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST /svc/x HTTP/1.1\r\nHost: gw\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
                "POST /svc/x HTTP/1.1\r\nHost: gw\r\nTransfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n",
                "POST /svc/x HTTP/1.1\r\nHost: gw\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "POST /svc/x HTTP/1.1\r\nHost: gw\r\nTransfer-Encoding: identity\r\n\r\n",
                "POST /svc/x HTTP/1.1\r\nHost: gw\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
                "POST /svc/x HTTP/1.1\r\nHost: gw\r\nTransfer-Encoding:\u000bchunked\r\n\r\n0\r\n\r\n",
                "POST /svc/x HTTP/1.1\r\nHost: gw\r\nTransfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
                "POST /svc/x HTTP/1.1\r\nHost: gw\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n",
                "POST /svc/x HTTP/1.0\r\nHost: gw\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "POST /svc/x HTTP/1.1\r\nHost: gw\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
                "POST /svc/x HTTP/1.1\r\nHost: gw\r\nContent-Length: 3, 3\r\n\r\nabc",
                "POST /svc/x HTTP/1.1\r\nHost: gw\r\nContent-Length: +3\r\n\r\nabc",
                "POST /svc/x HTTP/1.1\r\nHost: gw\r\nContent-Length: -1\r\n\r\n",
                "POST /svc/x HTTP/1.1\r\nHost: gw\r\nContent-Length: 0x3\r\n\r\nabc",
                "POST /svc/x HTTP/1.1\r\nHost: gw\r\nContent-Length: \r\n\r\nabc",
                "POST /svc/x HTTP/1.1\r\nHost: gw\r\nContent-Length: 18446744073709551619\r\n\r\nabc",
                "POST /svc/x HTTP/1.1\r\nHost: gw\r\nContent-Length: 0000000000000000003\r\n\r\nabc",
                "GET /svc/x HTTP/1.1\r\n\r\n",
                "GET /svc/x HTTP/1.1\r\nHost: \r\n\r\n",
                "GET /svc/x HTTP/1.1\r\nHost: gw\r\nHost: gw\r\n\r\n",
                "GET /svc/x HTTP/1.1\r\nHost: gw, other\r\n\r\n",
                "GET /svc/x HTTP/1.1\r\nHost: user@gw\r\n\r\n",
                "GET /svc/x HTTP/1.1\r\nHost: gw/x\r\n\r\n",
                "GET http://other/svc/x HTTP/1.1\r\nHost: gw\r\n\r\n",
                "GET http://user@gw/svc/x HTTP/1.1\r\nHost: gw\r\n\r\n",
                "GET http://gw:443/svc/x HTTP/1.1\r\nHost: gw\r\n\r\n",
                "GET ftp://gw/svc/x HTTP/1.1\r\nHost: gw\r\n\r\n",
                "GET /svc/x HTTP/1.1\r\nHost: gw\r\nX-Odd: a\u0000b\r\n\r\n",
                "GET /svc/x HTTP/1.1\r\nHost: gw\r\nX-Odd: a\u0001b\r\n\r\n",
                "GET /svc/x HTTP/1.1\r\nHost: gw\r\nX-Odd: a\u007fb\r\n\r\n",
                "GET /svc/x HTTP/1.1\r\nHost: gw\r\nX-Odd: a\rX-More: b\r\n\r\n",
                "GET /svc/x HTTP/1.1\r\nHost: gw\r\nX(Odd): a\r\n\r\n",
                "GET /svc/x HTTP/1.1\r\nHost: gw\r\n: a\r\n\r\n",
                "GET /svc/x?a\u0001b HTTP/1.1\r\nHost: gw\r\n\r\n",
                "GET /svc/x\r\n\r\n",
                "OPTIONS * HTTP/1.1\r\nHost: gw\r\n\r\n",
                "GET /svc/../admin HTTP/1.1\r\nHost: gw\r\n\r\n",
                "GET /svc/%2e%2e/admin HTTP/1.1\r\nHost: gw\r\n\r\n",
            })
    void refuses(String request) throws IOException {
        int before = backend.heads.size();
        try (RawClient client = gateway.connect()) {
            client.send(request);
            Answer answer = client.answer();

            assertThat(answer.status()).isEqualTo(400);
            if (!request.contains("/..") && !request.contains("%2e") && !request.startsWith("OPTIONS")) {
                assertThat(client.isClosedByServer()).isTrue();
            }
        }
        assertThat(backend.heads).hasSize(before);
    }

    @Test
    void neverServesWhatStandsBehindARefusedRequest() throws IOException {
        int before = backend.heads.size();
        try (RawClient client = gateway.connect()) {
            client.send("POST /svc/x HTTP/1.1\r\nHost: gw\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n"
                    + "GET /svc/hidden HTTP/1.1\r\nHost: gw\r\n\r\n");
            assertThat(client.answer().status()).isEqualTo(400);
            assertThat(client.isClosedByServer()).isTrue();
        }
        assertThat(backend.heads).hasSize(before);
    }

    @Test
    void namesWhatIsWrong() throws IOException {
        Answer answer =
                gateway.ask("POST /svc/x HTTP/1.1\r\nHost: gw\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n");

        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.text()).contains("\"code\":\"malformed-request\"", "the only transfer coding is chunked");
        assertThat(answer.header("Connection")).isEqualTo("close");
    }

    @Test
    void takesAnAbsoluteTargetForTheHostThatIsNamed() throws IOException {
        Answer answer = gateway.ask("GET http://gw/svc/x?q=1 HTTP/1.1\r\nHost: gw\r\n\r\n");

        assertThat(answer.text()).startsWith("GET /x?q=1 HTTP/1.1\n");
    }

    @Test
    void dropsTrailersAndWhatTheyHold() throws IOException {
        Answer answer = gateway.ask("POST /svc/x HTTP/1.1\r\nHost: gw\r\nTransfer-Encoding: chunked\r\n"
                + "Trailer: X-Late\r\n\r\n3\r\nabc\r\n0\r\nX-Late: a b\r\n\r\n");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).endsWith("\n\nabc").doesNotContain("X-Late", "Trailer");
    }

    @Test
    void servesPipelinedRequestsInOrder() throws IOException {
        try (RawClient client = gateway.connect()) {
            client.send("GET /svc/1 HTTP/1.1\r\nHost: gw\r\n\r\n"
                    + "POST /svc/2 HTTP/1.1\r\nHost: gw\r\nContent-Length: 3\r\n\r\nabc"
                    + "GET /svc/3 HTTP/1.1\r\nHost: gw\r\n\r\n");
            for (String path : List.of("GET /1", "POST /2", "GET /3")) {
                assertThat(client.answer().text()).startsWith(path);
            }
        }
    }
}
