package io.gatehouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an upstream gets to see of a request's head. */
class ForwardedHeadersTest {

    private Backend backend;

    @BeforeEach
    void start() throws IOException {
        backend = Backend.echo();
    }

    @AfterEach
    void stop() throws IOException {
        backend.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Keep-Alive: timeout=5",
                "TE: trailers",
                "Trailer: X-Late",
                "Proxy-Authorization: Basic eDp5",
                "Proxy-Connection: keep-alive",
                "Upgrade: h2c",
                "HTTP2-Settings: AAMAAABk",
                "X-Original-URL: /admin",
                "X-Rewrite-URL: /admin",
                "x_rewrite_url: /admin",
                "X-HTTP-Method-Override: DELETE",
                "X-HTTP-Method: DELETE",
                "X-Method-Override: DELETE",
                "X_HTTP_Method_Override: DELETE",
                "X-Forwarded-Prefix: /admin",
                "X-Forwarded-Uri: /admin",
                "X-Forwarded-Path: /admin",
                "X-Forwarded-Server: evil",
                "X-Forwarded-Port: 1",
                "X-Original-Host: evil",
                "X-Host: evil",
                "Forwarded-Host: evil",
                "X-Real-IP: 9.9.9.9",
                "X-Gateway-Tenant: t1",
                "x-gateway-user: root",
                "X_Gateway_Tenant: t1",
                "x_gateway-anything: t1",
                "X.Gateway.Tenant: t1",
                "soajsinjectobj: {}",
                "SOAJSInjectObj: {}",
                "soajs_inject_obj: {}",
                "key: secret",
                "X-API-Key: secret",
                "x_api_key: secret",
                "access_token: secret",
                "Authorization: Bearer secret",
            })
    void keepsToItself(String header) throws IOException {
        String name = header.substring(0, header.indexOf(':'));
        String value = header.substring(header.indexOf(':') + 1).trim();

        List<String> seen = headSeen("X-Before: 1\r\n" + header + "\r\nX-After: 2\r\n");

        assertThat(seen).contains("X-Before: 1", "X-After: 2");
        assertThat(Wire.value(seen, name)).as("header %s", name).isNotEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Accept: text/html",
                "User-Agent: test/1",
                "Cookie: a=b; c=d",
                "traceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                "tracestate: x=y",
                "X-Custom: a",
                "x_custom: a",
                "X-Gatewayish: a",
                "Range: bytes=0-1",
                "If-None-Match: \"x\"",
                "Origin: http://o",
            })
    void handsOn(String header) throws IOException {
        assertThat(headSeen(header + "\r\n")).contains(header);
    }

    @Test
    void removesWhatConnectionNominates() throws IOException {
        List<String> seen = headSeen("Connection: keep-alive, X-Hop, X-Hop2\r\nX-Hop: 1\r\nX-Hop2: 2\r\nX-End: 3\r\n");

        assertThat(seen).contains("X-End: 3").noneMatch(line -> line.startsWith("X-Hop"));
        assertThat(Wire.value(seen, "Connection")).isEmpty();
    }

    @Test
    void keepsItsOwnHeadersWhateverConnectionNominates() throws IOException {
        List<String> seen = headSeen("Connection: X-Forwarded-For, Host, X-Request-Id, Via, Forwarded\r\n");

        assertThat(Wire.value(seen, "X-Forwarded-For")).isEqualTo("127.0.0.1");
        assertThat(Wire.value(seen, "Host")).startsWith("127.0.0.1:");
        assertThat(Wire.value(seen, "X-Request-Id")).hasSize(32);
        assertThat(Wire.value(seen, "Via")).isEqualTo("1.1 gatehouse");
    }

    @Test
    void writesAnewWhatAStrangerSaysOfItself() throws IOException {
        List<String> seen = headSeen("X-Forwarded-For: 9.9.9.9\r\nX-Forwarded-Proto: https\r\n"
                + "X-Forwarded-Host: evil\r\nForwarded: for=9.9.9.9\r\nX-Request-Id: mine\r\n");

        assertThat(seen)
                .contains(
                        "X-Forwarded-For: 127.0.0.1",
                        "X-Forwarded-Proto: http",
                        "X-Forwarded-Host: gw:81",
                        "Forwarded: for=127.0.0.1;host=\"gw:81\";proto=http");
        assertThat(String.join("\n", seen)).doesNotContain("9.9.9.9", "evil", "mine");
    }

    @Test
    void extendsWhatATrustedProxySays() throws IOException {
        try (TestGateway gateway =
                TestGateway.to(backend).trusting("127.0.0.0/8").start()) {
            gateway.ask("GET /svc/x HTTP/1.1\r\nHost: gw:81\r\nX-Forwarded-For: 9.9.9.9\r\nX-Forwarded-For: 8.8.8.8\r\n"
                    + "X-Forwarded-Proto: https\r\nX-Forwarded-Host: shop\r\nForwarded: for=9.9.9.9\r\n"
                    + "X-Request-Id: from-the-edge\r\n\r\n");
        }

        assertThat(backend.heads.get(0))
                .contains(
                        "X-Forwarded-For: 9.9.9.9, 8.8.8.8, 127.0.0.1",
                        "X-Forwarded-Proto: https",
                        "X-Forwarded-Host: shop",
                        "Forwarded: for=9.9.9.9, for=127.0.0.1;host=\"gw:81\";proto=http",
                        "X-Request-Id: from-the-edge");
    }

    @Test
    void passesCredentialsOnlyWhereTheServiceIsGivenThem() throws IOException {
        try (TestGateway gateway = TestGateway.to(backend).passCredentials().start()) {
            gateway.ask("GET /svc/x HTTP/1.1\r\nHost: gw\r\nAuthorization: Bearer b\r\nkey: k\r\n\r\n");
        }

        assertThat(backend.heads.get(0)).contains("Authorization: Bearer b").doesNotContain("key: k");
    }

    @Test
    void namesTheUpstreamAsHostUnlessTheClientsIsToBeKept() throws IOException {
        assertThat(Wire.value(headSeen(""), "Host"))
                .isEqualTo("127.0.0.1:" + backend.address().port());

        try (TestGateway gateway = TestGateway.to(backend).preserveHost().start()) {
            gateway.ask("GET /svc/x HTTP/1.1\r\nHost: Shop:81\r\n\r\n");
        }
        assertThat(Wire.value(backend.heads.get(1), "Host")).isEqualTo("Shop:81");
    }

    @Test
    void addsItselfToVia() throws IOException {
        assertThat(Wire.value(headSeen("Via: 1.0 a\r\nVia: 1.1 b\r\n"), "Via"))
                .isEqualTo("1.0 a, 1.1 b, 1.1 gatehouse");
    }

    @Test
    void sendsEachHeaderOnce() throws IOException {
        List<String> names = headSeen("Accept: a\r\n").stream()
                .skip(1)
                .map(line -> line.substring(0, line.indexOf(':')))
                .toList();

        assertThat(names).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/x",
                "/x/",
                "/x?a=b",
                "/x?a=b&a=b?c",
                "/x;p=1/y;q",
                "/a%20b",
                "/%C3%A4",
                "/x?%2F%2e%2e",
                "/x?",
                "/x??",
                "/x??a=b",
                "/a%2Bb%26c",
                "/a%3Ab/%40%2C%24",
                "/a+b&c=d:e@f,g$h",
                "/a[1]/b%5B2%5D",
                "/a%2Fb%25c",
            })
    void forwardsThePathAndQueryAsTheyAre(String target) throws IOException {
        try (TestGateway gateway = TestGateway.to(backend).start()) {
            gateway.get("/svc" + target);
        }

        assertThat(backend.heads.get(0).get(0)).isEqualTo("GET " + target + " HTTP/1.1");
    }

    @Test
    void writesOtherCharactersInTheirOneForm() throws IOException {
        try (TestGateway gateway = TestGateway.to(backend).start()) {
            gateway.get("/svc/%7euser/%41%2d/%c3%a9%2b");
        }

        assertThat(backend.heads.get(0).get(0)).isEqualTo("GET /~user/A-/%C3%A9%2B HTTP/1.1");
    }

    @Test
    void keepsTheEmptyQueryOfEachRequestOnAConnection() throws IOException {
        try (TestGateway gateway = TestGateway.to(backend).start();
                RawClient client = gateway.connect()) {
            for (String target : List.of("/a?", "/b", "/c?", "/d?key=k", "/e?", "/f?x")) {
                client.ask("POST /svc" + target + " HTTP/1.1\r\nHost: gw\r\nContent-Length: 4\r\n\r\n? ? ");
            }
        }

        assertThat(backend.heads)
                .extracting(head -> head.get(0))
                .containsExactly(
                        "POST /a? HTTP/1.1",
                        "POST /b HTTP/1.1",
                        "POST /c? HTTP/1.1",
                        "POST /d HTTP/1.1",
                        "POST /e? HTTP/1.1",
                        "POST /f?x HTTP/1.1");
    }

    @Test
    void keepsTheEmptyQueryOfRequestsThatComeTogether() throws IOException {
        String post = "POST /svc/%s HTTP/1.1\r\nHost: gw\r\nContent-Length: 4\r\n\r\n? ? ";
        String chunked = "POST /svc/%s HTTP/1.1\r\nHost: gw\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n? \r\n0\r\n\r\n";
        String get = "GET /svc/%s HTTP/1.1\r\nHost: gw\r\n\r\n";
        try (TestGateway gateway = TestGateway.to(backend).start();
                RawClient client = gateway.connect()) {
            client.send(post.formatted("a?") + get.formatted("b?") + chunked.formatted("c") + get.formatted("d?")
                    + get.formatted("e") + "GET /svc/f");
            for (int i = 0; i < 5; i++) {
                client.answer();
            }
            client.send("? HTTP/1.1\r\nHost: gw\r\n\r\n");
            client.answer();
        }

        assertThat(backend.heads)
                .extracting(head -> head.get(0))
                .containsExactly(
                        "POST /a? HTTP/1.1",
                        "GET /b? HTTP/1.1",
                        "POST /c HTTP/1.1",
                        "GET /d? HTTP/1.1",
                        "GET /e HTTP/1.1",
                        "GET /f? HTTP/1.1");
    }

    @Test
    void takesTheKeyOutOfTheQueryWithTheQuestionMarkIfNothingElseIsThere() throws IOException {
        try (TestGateway gateway = TestGateway.to(backend).start()) {
            gateway.get("/svc/x?key=k");
        }

        assertThat(backend.heads.get(0).get(0)).isEqualTo("GET /x HTTP/1.1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                // for            | proto       | host         | port | the upstream is told
                "9.9.9.9          | https,http  | -            | -    | https | gw:81  | 81",
                "-                | https,http  | -            | -    | https | gw:81  | 81",
                "9.9.9.9, 127.0.0.2 | https, http | shop, inner | 8443, 80 | https | shop | 8443",
                "9.9.9.9, 8.8.8.8 | https, http | evil, shop   | 1, 2 | http  | shop   | 2",
                "9.9.9.9          | wss         | shop:8443    | -    | https | shop:8443 | 8443",
                "9.9.9.9          | -           | shop         | -    | http  | shop   | 80",
                "9.9.9.9          | https       | [2001:db8::1]:4443 | - | https | [2001:db8::1]:4443 | 4443",
                "9.9.9.9          | https       | [2001:db8::1] | x   | https | [2001:db8::1] | 443",
                "9.9.9.9          | gopher      | -            | 70000 | http | gw:81  | listener",
                "9.9.9.9          | -           | -            | 99   | http  | gw:81  | 99",
            })
    void tellsUpstreamsTheUrlThatTrustedProxiesTellOf(
            @Nullable String addresses,
            @Nullable String proto,
            @Nullable String host,
            @Nullable String port,
            String toldProto,
            String toldHost,
            String toldPort)
            throws IOException {
        var head = new StringBuilder("GET /svc/x HTTP/1.1\r\nHost: gw:81\r\n");
        header(head, "X-Forwarded-For", addresses);
        header(head, "X-Forwarded-Proto", proto);
        header(head, "X-Forwarded-Host", host);
        header(head, "X-Forwarded-Port", port);
        int listener;
        try (TestGateway gateway =
                TestGateway.to(backend).trusting("127.0.0.0/8").start()) {
            gateway.ask(head + "\r\n");
            listener = gateway.address.getPort();
        }

        assertThat(backend.heads.get(0))
                .contains(
                        "X-Forwarded-Proto: " + toldProto,
                        "X-Forwarded-Host: " + toldHost,
                        "X-Forwarded-Port: " + (toldPort.equals("listener") ? listener : toldPort));
    }

    private static void header(StringBuilder head, String name, @Nullable String value) {
        if (value != null) {
            head.append(name).append(": ").append(value).append("\r\n");
        }
    }

    @Test
    void tellsUpstreamsItsOwnPortAndWhatItCutOffThePath() throws IOException {
        try (TestGateway gateway = TestGateway.to(backend).start()) {
            gateway.ask("GET /svc/v1/x HTTP/1.1\r\nHost: gw:81\r\nX-Forwarded-Port: 1\r\n"
                    + "X-Forwarded-Prefix: /evil\r\n\r\n");
            gateway.get("/svc:1");

            assertThat(backend.heads.get(0))
                    .contains("X-Forwarded-Prefix: /svc/v1", "X-Forwarded-Port: " + gateway.address.getPort());
            assertThat(backend.heads.get(1)).contains("X-Forwarded-Prefix: /svc:1");
        }
    }

    @Test
    void takesOnlyTheHeadersThatHoldKeysAndTokens() throws IOException {
        try (TestGateway gateway =
                TestGateway.to(backend).keyHeaders("X-Tenant_Key").start()) {
            gateway.ask("GET /svc/x HTTP/1.1\r\nHost: gw\r\nX-Tenant_Key: k\r\nkey: theirs\r\nX-API-Key: theirs\r\n"
                    + "X-Copy: k\r\naccess_token: t\r\naccess-token: t\r\n\r\n");
            gateway.ask("GET /svc/x HTTP/1.1\r\nHost: gw\r\nx-tenant-key: k\r\nX.Tenant.Key: k\r\n\r\n");
        }

        assertThat(backend.heads.get(0)).contains("key: theirs", "X-API-Key: theirs", "X-Copy: k");
        assertThat(String.join("\n", backend.heads.get(0))).doesNotContain("_Key: k", ": t\n");
        assertThat(String.join("\n", backend.heads.get(1))).doesNotContain(": k");
    }

    @Test
    void sendsAVeryLongHead() throws IOException {
        String longValue = "v".repeat(25_000);

        assertThat(headSeen("X-Long: " + longValue + "\r\n")).contains("X-Long: " + longValue);
    }

    private List<String> headSeen(String headers) throws IOException {
        int before = backend.heads.size();
        try (TestGateway gateway = TestGateway.to(backend).start()) {
            Answer answer = gateway.ask("GET /svc/x HTTP/1.1\r\nHost: gw:81\r\n" + headers + "\r\n");
            assertThat(answer.status()).isEqualTo(200);
        }
        return backend.heads.get(before);
    }
}
