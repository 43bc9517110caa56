package io.gatehouse.app.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.app.startup.Gatehouse;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BodyLimitTest {

    private static final byte[] AT_THE_LIMIT = new byte[64 * 1024];
    private static final byte[] OVER_IT = new byte[64 * 1024 + 1];

    private Backend backend;
    private Gatehouse gateway;

    @BeforeEach
    void start() {
        backend = Backend.start(
                "counting",
                exchange -> exchange.getRequestReceiver()
                        .receiveFullBytes((received, bytes) ->
                                received.getResponseSender().send(Integer.toString(bytes.length))));
        gateway = Gatehouse.start(
                Configurations.with("limits: { max-body-size: 64KB }\n", Configurations.orders(backend)));
    }

    @AfterEach
    void stop() {
        gateway.close();
        backend.close();
    }

    @Test
    void letsPassWhatReachesTheLimit() throws Exception {
        assertThat(post(BodyPublishers.ofByteArray(AT_THE_LIMIT)).body()).isEqualTo("65536");
        assertThat(post(chunked(AT_THE_LIMIT)).body()).isEqualTo("65536");
    }

    @Test
    void refusesADeclaredLengthBeyondTheLimit() throws Exception {
        HttpResponse<String> response = post(BodyPublishers.ofByteArray(OVER_IT));

        assertThat(response.statusCode()).isEqualTo(413);
        assertThat(response.body()).contains("\"code\":\"body-too-large\"");
        assertThat(backend.calls()).isZero();
    }

    @Test
    void refusesAChunkedBodyThatGrowsBeyondTheLimit() throws Exception {
        HttpResponse<String> response = post(chunked(OVER_IT));

        assertThat(response.statusCode()).isEqualTo(413);
        assertThat(response.body()).contains("\"code\":\"body-too-large\"");
    }

    private HttpResponse<String> post(BodyPublisher body) throws Exception {
        return Calls.send(Calls.request(gateway.address(), "/orders").POST(body));
    }

    /** A stream has no length, so it is sent in chunks. */
    private static BodyPublisher chunked(byte[] bytes) {
        return BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bytes));
    }
}
