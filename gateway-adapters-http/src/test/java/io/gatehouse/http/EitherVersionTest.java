package io.gatehouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.domain.traffic.ExchangeRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The same request by HTTP/1.1 and by HTTP/2 is decided, forwarded, answered and logged the same. */
class EitherVersionTest {

    private static Backend backend;
    private static TestGateway gateway;

    @BeforeAll
    static void start() throws IOException {
        backend = Backend.echo();
        gateway = TestGateway.to(backend).http2().start();
    }

    @AfterAll
    static void stop() throws IOException {
        gateway.close();
        backend.close();
    }

    /** Headers are separated by bars; a body of {@code -} is none. */
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "GET, /svc/x, '', -",
                "GET, /svc, '', -",
                "GET, /svc/, '', -",
                "GET, /, '', -",
                "GET, /nowhere/x, '', -",
                "GET, /svc/x?, '', -",
                "GET, /svc/x?a=1&b=2, '', -",
                "GET, /svc/x?a=%2F&b=%00, '', -",
                "GET, /svc/a%20b, '', -",
                "GET, /svc/%7Euser, '', -",
                "GET, /svc/%c3%a9, '', -",
                "GET, /svc/a%2Fb, '', -",
                "GET, /svc/a%5Cb, '', -",
                "GET, /svc/%2e%2e/x, '', -",
                "GET, /svc/../x, '', -",
                "GET, /svc/./x, '', -",
                "GET, /svc//x, '', -",
                "GET, /svc/x;a=b, '', -",
                "GET, /svc/%00, '', -",
                "GET, /svc/%zz, '', -",
                "GET, /svc/a\\b, '', -",
                "GET, /svc/x, accept: text/html|x-a: 1|x-a: 2, -",
                "GET, /svc/x, cookie: a=1; b=2, -",
                "GET, /svc/x, x-forwarded-for: 9.9.9.9|forwarded: for=9.9.9.9, -",
                "GET, /svc/x, x-request-id: mine, -",
                "GET, /svc/x, via: 1.0 other, -",
                "GET, /svc/x, user-agent: t/1|accept-encoding: gzip, -",
                "GET, /svc/x, x-empty:, -",
                "GET, /svc/x, te: trailers, -",
                "GET, /svc/x, expect: something, -",
                "GET, /svc/x, content-length: x, -",
                "GET, /svc/x, traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01, -",
                "HEAD, /svc/x, '', -",
                "DELETE, /svc/x, '', -",
                "OPTIONS, /svc/x, origin: http://a.example|access-control-request-method: GET, -",
                "OPTIONS, *, '', -",
                "POST, /svc/x, content-length: 5, hello",
                "PUT, /svc/x, content-length: 5|content-type: text/plain, hello",
                "PATCH, /svc/x, content-length: 0, ''",
                "POST, /svc/nowhere?q, content-length: 2000000, -",
                "TRACE, /svc/x, '', -",
                "BREW, /svc/x, '', -",
            })
    void areOneRequest(String method, String target, String headers, String body) throws IOException {
        List<String> fields = headers.isEmpty() || headers.equals("''") ? List.of() : List.of(headers.split("\\|"));
        String content = body.equals("''") ? "" : body;
        boolean none = body.equals("-");

        int before = gateway.records.size();
        Answer one = byHttp1(method, target, fields, none ? "" : content);
        gateway.settled(before + 1);
        Http2Client.Response two = byHttp2(method, target, fields, content, none);
        gateway.settled(before + 2);

        assertThat(two.status()).isEqualTo(one.status());
        assertThat(comparable(two.text())).isEqualTo(comparable(one.text()));
        assertThat(names(two.head)).isEqualTo(names(one.headerLines()));
        assertThat(logged(gateway.records.get(before + 1))).isEqualTo(logged(gateway.records.get(before)));
    }

    private static Answer byHttp1(String method, String target, List<String> fields, String body) throws IOException {
        var request = new StringBuilder(method + " " + target + " HTTP/1.1\r\nHost: gw\r\n");
        fields.forEach(field -> request.append(field).append("\r\n"));
        try (RawClient client = gateway.connect()) {
            return client.ask(request + "\r\n" + body);
        }
    }

    private static Http2Client.Response byHttp2(
            String method, String target, List<String> fields, String body, boolean none) throws IOException {
        List<String> all =
                new ArrayList<>(List.of(":method: " + method, ":scheme: http", ":path: " + target, ":authority: gw"));
        all.addAll(fields);
        boolean withoutBody = none && fields.stream().noneMatch(field -> field.startsWith("content-length: 2"));
        try (Http2Client client = Http2Client.to(gateway)) {
            int stream = client.request(withoutBody, all.toArray(String[]::new));
            if (!none) {
                client.data(stream, true, body.getBytes(StandardCharsets.ISO_8859_1));
            }
            return client.answer(stream);
        }
    }

    /** What an upstream got or a client reads, without what is another one's each time. */
    private static String comparable(String text) {
        return text.toLowerCase(Locale.ROOT)
                .replaceAll("x-request-id: [0-9a-f]{32}", "x-request-id: ?")
                .replaceAll("\"request_id\":\"[0-9a-f]{32}\"", "");
    }

    private static Set<String> names(List<String> head) {
        var names = new TreeSet<String>();
        for (String line : head) {
            int colon = line.indexOf(':', 1);
            if (colon > 0 && line.charAt(0) != ':') {
                names.add(line.substring(0, colon).toLowerCase(Locale.ROOT));
            }
        }
        names.removeAll(List.of("connection", "transfer-encoding"));
        return names;
    }

    private static String logged(ExchangeRecord record) {
        return record.request().method()
                + ' '
                + record.request().path()
                + ' '
                + record.matched()
                + ' '
                + record.decided()
                + ' '
                + record.status()
                + ' '
                + record.bytesIn()
                + ' '
                + record.bytesOut()
                + ' '
                + record.forwarding().attempts();
    }
}
