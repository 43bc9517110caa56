package io.gatehouse.security.opaque;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.domain.identity.OpaqueAuthority;
import io.gatehouse.domain.identity.TokenIssuer;
import io.gatehouse.domain.identity.TokenVerdict;
import io.gatehouse.domain.time.ManualClock;
import io.gatehouse.security.fetch.BoundedClient;
import io.gatehouse.security.fixture.Issuers;
import io.gatehouse.security.fixture.LocalProvider;
import io.gatehouse.security.opaque.OpaqueTokens.OpaqueTokenResult;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is asked of an introspection endpoint, and what is made of its answers. */
class IntrospectionTest {

    /** More than a busy machine takes. */
    private static final Duration LONG = Duration.ofSeconds(50);

    /** For endpoints that never answer. */
    private static final Duration SHORT = Duration.ofMillis(700);

    private static final long NOW = ManualClock.START_MILLIS / 1000;

    private final LocalProvider provider = new LocalProvider();
    private final ExecutorService threads = Executors.newFixedThreadPool(4);
    private final BoundedClient client = new BoundedClient(threads, threads);

    @AfterEach
    void stop() {
        client.close();
        threads.shutdownNow();
        provider.close();
    }

    @Test
    void asksByFormAndSignsInByBasicAuthentication() {
        provider.answer(200, "{\"active\":true,\"sub\":\"ann\"}");
        ask(null, "a+b/c=&d");
        // Both parts of the credentials are form-encoded before they are joined.
        String credentials =
                Base64.getEncoder().encodeToString("gate%3Away:s3cret%2F%2B".getBytes(StandardCharsets.UTF_8));
        assertThat(provider.requests())
                .containsExactly("POST /introspect Basic " + credentials
                        + " token=a%2Bb%2Fc%3D%26d&token_type_hint=access_token");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'active':true,'sub':'ann' | Good[user=User[id=ann, groups=[]], unreadableGroups=0]",
                "'active':true,'sub':7,'groups':['a'] | Good[user=User[id=7, groups=[a]], unreadableGroups=0]",
                "'active':true,'sub':'ann','username':'x','groups':'a' | Good[user=User[id=ann, groups=[a]], unreadableGroups=0]",
                "'active':true,'username':'ann' | Good[user=User[id=ann, groups=[]], unreadableGroups=0]",
                "'active':true,'sub':'ann','scope':'admin' | Good[user=User[id=ann, groups=[]], unreadableGroups=0]",
                "'active':true,'sub':'ann','exp':T+1 | Good[user=User[id=ann, groups=[]], unreadableGroups=0]",
                "'active':true,'sub':'ann','token_type':'Bearer' | Good[user=User[id=ann, groups=[]], unreadableGroups=0]",
                "'active':true,'sub':'ann','exp':T | Bad[reason=the token has expired]",
                "'active':true,'sub':'ann','exp':'T' | Bad[reason=the token has an invalid time]",
                "'active':true,'sub':'ann','nbf':T+1 | Bad[reason=the token is not valid yet]",
                "'active':true,'sub':'ann','token_type':'DPoP' | Bad[reason=the token's type is not accepted]",
                "'active':true,'sub':'ann','token_use':'refresh_token' | Bad[reason=the token's type is not accepted]",
                "'active':true | Bad[reason=the token names no user]",
                "'active':true,'client_id':'robot' | Bad[reason=the token names no user]",
                "'active':true,'sub':'ann','groups':7 | Good[user=User[id=ann, groups=[]], unreadableGroups=1]",
                "'active':false | Bad[reason=the token is not active]",
                "'active':false,'sub':'ann' | Bad[reason=the token is not active]"
            })
    void judgesAnswers(String members, String verdict) {
        provider.answer(200, json(members));
        assertThat(ask(null, "t").verdict()).hasToString(verdict);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'aud':'shop' | true",
                "'aud':['x','shop'] | true",
                "'aud':'x' | false",
                "'aud':[] | false",
                "'x':1 | false"
            })
    void wantsTheAudienceThatIsConfigured(String member, boolean good) {
        provider.answer(200, json("'active':true,'sub':'ann'," + member));
        assertThat(ask("shop", "t").verdict() instanceof TokenVerdict.Good).isEqualTo(good);
    }

    @ParameterizedTest
    @ValueSource(ints = {201, 204, 302, 400, 401, 403, 404, 429, 500, 503})
    void blamesNoTokenForOtherAnswersThan200(int status) {
        provider.answer(status, status == 204 ? "" : "{\"active\":false}");
        assertUnknown();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<html></html>",
                "[]",
                "null",
                "{}",
                "{\"active\":\"false\"}",
                "{\"active\":0}",
                "{\"active\":null}",
                "{\"active\":true,\"active\":false}",
                "{\"active\":true"
            })
    void blamesNoTokenForGarbage(String body) {
        provider.answer(200, body);
        assertUnknown();
    }

    @Test
    void blamesNoTokenForAnswersThatNeverEnd() {
        provider.beSilent();
        assertUnknown(SHORT);
        provider.stallAfterHead();
        assertUnknown(SHORT);
        provider.sendWithoutEnd();
        assertUnknown(SHORT);
    }

    @Test
    void followsNoRedirectWithItsCredentials() {
        try (var other = new LocalProvider()) {
            other.answer(200, "{\"active\":true,\"sub\":\"ann\"}");
            provider.redirect(other.at("/").toString());
            assertUnknown();
            assertThat(other.requests()).isEmpty();
        }
    }

    @Test
    void tellsWhenTokensEnd() {
        provider.answer(200, json("'active':true,'sub':'ann','exp':T+60"));
        assertThat(ask(null, "t").endsAtMillis()).isEqualTo((NOW + 60) * 1000);
        provider.answer(200, json("'active':true,'sub':'ann'"));
        assertThat(ask(null, "t").endsAtMillis()).isEqualTo(Long.MAX_VALUE);
    }

    private void assertUnknown() {
        assertUnknown(LONG);
    }

    private void assertUnknown(Duration deadline) {
        assertThat(ask(null, "t", deadline).verdict()).isInstanceOf(TokenVerdict.Unknown.class);
    }

    private static String json(String members) {
        return "{"
                + members.replace('\'', '"')
                        .replaceAll("T\\+(\\d+)", "T")
                        .replace("\"T\"", "\"x\"")
                        .replace(
                                "T", members.contains("T+") ? String.valueOf(NOW + plus(members)) : String.valueOf(NOW))
                + "}";
    }

    private static long plus(String members) {
        return Long.parseLong(members.replaceAll(".*T\\+(\\d+).*", "$1"));
    }

    private OpaqueTokenResult ask(String audience, String token) {
        return ask(audience, token, LONG);
    }

    private OpaqueTokenResult ask(String audience, String token, Duration deadline) {
        TokenIssuer.Opaque issuer =
                Issuers.opaque("tenant/acme", provider.at("/introspect"), Duration.ofSeconds(30), audience);
        var endpoint = (OpaqueAuthority.Introspection) issuer.authority();
        return new Introspection(issuer, endpoint, client, deadline, new ManualClock())
                .ask(token)
                .toCompletableFuture()
                .orTimeout(60, TimeUnit.SECONDS)
                .join();
    }
}
