package io.gatehouse.benchmarks.load.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.undertow.Undertow;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;

class BareProxyTest {

    @Test
    void forwardsToTheBackend() throws Exception {
        Undertow backend = Undertow.builder()
                .addHttpListener(0, "127.0.0.1")
                .setHandler(exchange -> exchange.getResponseSender().send("asked for " + exchange.getRequestPath()))
                .build();
        backend.start();
        Undertow proxy = BareProxy.start(0, URI.create("http://127.0.0.1:" + port(backend)), 2);
        try {
            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port(proxy) + "/100k"))
                    .build();

            var answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo("asked for /100k");
        } finally {
            proxy.stop();
            backend.stop();
        }
    }

    private static int port(Undertow server) {
        return ((InetSocketAddress) server.getListenerInfo().get(0).getAddress()).getPort();
    }
}
