package io.gatehouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.domain.access.Acl;
import io.gatehouse.domain.identity.User;
import io.gatehouse.domain.pipeline.Decision;
import io.gatehouse.domain.service.RequestHeaderEdits;
import io.gatehouse.domain.service.RequestHeaderEdits.HeaderTemplate;
import io.gatehouse.domain.service.RequestHeaderEdits.Piece;
import io.gatehouse.domain.service.RequestPlaceholder;
import io.gatehouse.domain.service.Steering;
import io.gatehouse.domain.tenancy.ApiKey;
import io.gatehouse.domain.tenancy.TestKeys;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a service changes in the headers of requests, as its upstream reads them. */
class RequestHeadersTest {

    private static final Piece TENANT = new Piece(null, RequestPlaceholder.TENANT);
    private static final Piece USER = new Piece(null, RequestPlaceholder.USER);

    private static Piece text(String text) {
        return new Piece(text, null);
    }

    private static HeaderTemplate line(String name, Piece... value) {
        return new HeaderTemplate(name, Arrays.asList(value));
    }

    private static List<String> seen(RequestHeaderEdits edits, @Nullable ApiKey key, @Nullable User user, String lines)
            throws IOException {
        try (Backend backend = Backend.echo();
                TestGateway gateway = TestGateway.to(backend)
                        .steering(new Steering(null, edits, null, null))
                        .stages(state -> {
                            var known = key == null
                                    ? state
                                    : state.with(state.caller().with(key));
                            return Decision.proceed(
                                    user == null
                                            ? known
                                            : known.with(known.caller().as(user)));
                        })
                        .start()) {
            Answer answer = gateway.ask("GET /svc/x HTTP/1.1\r\nHost: gw\r\nX-Request-Id: mine\r\n" + lines + "\r\n");
            assertThat(answer.status()).isEqualTo(200);
            return backend.heads.get(0);
        }
    }

    @Test
    void setsAddsAndRemoves() throws IOException {
        var edits = new RequestHeaderEdits(
                List.of(line("X-Env", text("dev")), line("X-Who", text("t="), TENANT)),
                List.of(line("Accept-Language", text("fr"))),
                List.of("X-Debug"));

        List<String> seen = seen(
                edits,
                TestKeys.key("k", Acl.NOTHING),
                null,
                "X-Env: prod\r\nx-env: again\r\nX_ENV: odd\r\nX-Debug: 1\r\nx_debug: 2\r\nX-Debugger: 3\r\nAccept-Language: de\r\n");

        assertThat(seen)
                .contains("X-Env: dev", "X-Who: t=acme", "Accept-Language: de", "Accept-Language: fr", "X-Debugger: 3")
                .doesNotContain("X-Env: prod", "x-env: again", "X_ENV: odd", "X-Debug: 1", "x_debug: 2");
    }

    @Test
    void leavesOutALineWithAPlaceholderThatStandsForNothing() throws IOException {
        var edits = new RequestHeaderEdits(
                List.of(line("X-Who", TENANT), line("X-User", text("u:"), USER), line("X-Env", text("dev"))),
                List.of(),
                List.of());

        List<String> seen = seen(edits, null, null, "X-Who: root\r\nX-User: root\r\n");

        assertThat(seen).contains("X-Env: dev");
        assertThat(String.join("\n", seen)).doesNotContain("X-Who", "X-User");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "eve\r\nX-Gateway-Tenant: root",
                "eve\nX-Admin: 1",
                "eve\rX-Admin: 1",
                "eve\u0000",
                "eve\u0085X-Admin: 1",
                "eve\r\n\r\nGET /admin HTTP/1.1\r\nHost: x",
                "\u560a\u560dX-Admin: 1",
                "eve, root",
                "éve%0d%0a"
            })
    void noNameOfAUserEndsALine(String name) throws IOException {
        var edits = new RequestHeaderEdits(List.of(line("X-User", text("<"), USER, text(">"))), List.of(), List.of());

        List<String> seen = seen(edits, null, new User(name, Set.of()), "");

        String value = Wire.value(seen, "X-User");
        assertThat(value).matches("<[\\x21-\\x7e]+>");
        assertThat(seen).noneMatch(line -> line.startsWith("X-Admin") || line.startsWith("X-Gateway-Tenant"));
        String inner = value.substring(1, value.length() - 1);
        assertThat(URLDecoder.decode(inner.replace("+", "%2B"), StandardCharsets.UTF_8))
                .isEqualTo(name);
    }
}
