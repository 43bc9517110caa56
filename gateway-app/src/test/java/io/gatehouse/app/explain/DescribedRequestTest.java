package io.gatehouse.app.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatehouse.http.codec.HeadLimits;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DescribedRequestTest {

    @Test
    void readsEveryPart() throws Exception {
        LiteralHead request = read("""
                {"method": "POST", "path": "/orders?x=1", "ip": "2001:db8::1",
                 "headers": {"Host": "api.example", "X-Forwarded-For": ["192.0.2.1", "192.0.2.2"]}}
                """);

        assertThat(request.method()).isEqualTo("POST");
        assertThat(request.rawPath()).isEqualTo("/orders");
        assertThat(request.rawQuery()).isEqualTo("x=1");
        assertThat(request.authority()).isEqualTo("api.example");
        assertThat(request.peer().getHostAddress()).isEqualTo("2001:db8:0:0:0:0:0:1");
        assertThat(request.headers().all("x-forwarded-for")).containsExactly("192.0.2.1", "192.0.2.2");
    }

    @Test
    void comesFromThisMachineUnlessItSaysOtherwise() throws Exception {
        LiteralHead request = read("{\"method\": \"GET\", \"path\": \"http://api.example/orders\"}");

        assertThat(request.peer().getHostAddress()).isEqualTo("127.0.0.1");
        assertThat(request.authority()).isEqualTo("api.example");
        assertThat(request.headers().first("key")).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "/orders?,               -,               /orders, ''",
                "/a/b?c=d?e,             -,               /a/b,    c=d?e",
                "//a/../%2e,             -,               //a/../%2e, -",
                "HTTP://x.example:81/o?x, x.example:81,   /o,      x",
                "https://x.example,      x.example,       /,       -",
                "http://[::1]:80?x,      [::1]:80,        /,       x",
                "http://me:secret@x/o,   -,               /o,      -",
                "http:///o,              -,               /,       -",
                "secret,                 -,               /,       -",
                "/a secret,              -,               /,       -",
            })
    void isForAPathOrAUrl(String path, @Nullable String authority, String rawPath, @Nullable String rawQuery)
            throws Exception {
        LiteralHead request = read("{\"method\": \"GET\", \"path\": \"" + path + "\"}");

        assertThat(request.secure()).isEqualTo(path.startsWith("https"));
        assertThat(request.authority()).isEqualTo(authority == null ? "" : authority);
        assertThat(request.rawPath()).doesNotContain("secret");
        if (request.flaw() == null) {
            assertThat(request.rawPath()).isEqualTo(rawPath);
            assertThat(request.rawQuery()).isEqualTo(rawQuery);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''                                                    | the body is not a JSON object
            []                                                    | the body is not a JSON object
            "secret"                                              | the body is not a JSON object
            {secret}                                              | the body is not JSON (line 1, column
            {"method": "GET", "path": "/"} "secret"               | the body is not JSON (line 1, column
            {"method": "GET", "method": "POST", "path": "/"}      | the body is not JSON (line 1, column
            {"path": "/"}                                         | method is missing
            {"method": "GET"}                                     | path is missing
            {"method": "GET", "path": null}                       | path is not a text
            {"method": 7, "path": "/"}                            | method is not a text
            {"method": "GET", "path": "/", "ip": "secret"}        | the address is not an IP address
            {"method": "GET", "path": "/", "ip": "localhost"}     | the address is not an IP address
            {"method": "GET", "path": "/", "secret": 1}           | something else than method, path, headers, ip
            {"method": "GET", "path": "/", "headers": []}         | headers is not an object
            {"method": "GET", "path": "/", "headers": {"a": 1}}   | a header is neither a text nor a list of texts
            {"method": "GET", "path": "/", "headers": {"a": [[]]}} | a header is neither a text nor a list of texts
            {"method": "GET", "path": "/", "headers": {"a:": ""}} | the name of header 1 holds a colon
            {"method": "GET", "path": "/", "headers": {"key": "secret\\n"}} | header 1 holds a line feed
            """)
    void saysWhatIsWrongWithoutRepeatingIt(String body, String message) {
        assertThatThrownBy(() -> read(body))
                .isInstanceOf(UnusableRequest.class)
                .hasMessageContaining(message)
                .hasMessageNotContaining("secret");
    }

    private static LiteralHead read(String body) throws UnusableRequest {
        return DescribedRequest.read(body.getBytes(StandardCharsets.UTF_8)).read(HeadLimits.USUAL);
    }
}
