package io.gatehouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.domain.service.RequestHeaderEdits;
import io.gatehouse.domain.service.Steering;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What an upstream says of its own address, over sockets. */
class RewrittenResponseTest {

    private static Backend namingItself() throws IOException {
        return new Backend(line -> {
            while (line.readRequest()) {
                String self = "http://127.0.0.1:" + line.socket.getLocalPort();
                line.write("HTTP/1.1 201 Created\r\nLocation: " + self + "/items/7\r\nContent-Location: " + self
                        + "/items?n=7\r\nSet-Cookie: a=1; Domain=127.0.0.1\r\nSet-Cookie: b=2\r\nX-Self: " + self
                        + "\r\nContent-Length: 0\r\n\r\n");
            }
        });
    }

    @Test
    void clientsAreToldWhatTheyCalled() throws IOException {
        try (Backend backend = namingItself();
                TestGateway gateway = TestGateway.to(backend).start()) {
            Answer answer = gateway.ask("GET /svc/v1/items HTTP/1.1\r\nHost: shop.example:8080\r\n\r\n");

            assertThat(answer.header("Location")).isEqualTo("http://shop.example:8080/svc/v1/items/7");
            assertThat(answer.header("Content-Location")).isEqualTo("http://shop.example:8080/svc/v1/items?n=7");
            assertThat(answer.headers("Set-Cookie")).containsExactly("a=1; Domain=shop.example", "b=2");
            assertThat(answer.header("X-Self")).startsWith("http://127.0.0.1:");
        }
    }

    @Test
    void nothingIsRewrittenWhereThatIsOff() throws IOException {
        try (Backend backend = namingItself();
                TestGateway gateway = TestGateway.to(backend)
                        .steering(new Steering(null, RequestHeaderEdits.NONE, null, null))
                        .start()) {
            Answer answer = gateway.get("/svc/items");

            assertThat(answer.header("Location")).isEqualTo(backend.address() + "/items/7");
            assertThat(answer.headers("Set-Cookie")).containsExactly("a=1; Domain=127.0.0.1", "b=2");
        }
    }
}
