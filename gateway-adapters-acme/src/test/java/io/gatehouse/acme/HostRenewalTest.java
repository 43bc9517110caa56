package io.gatehouse.acme;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.acme.AcmeSettings.ChallengeKind;
import io.gatehouse.domain.TestPki;
import java.io.IOException;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.shredzone.acme4j.Problem;
import org.shredzone.acme4j.exception.AcmeException;
import org.shredzone.acme4j.exception.AcmeNetworkException;
import org.shredzone.acme4j.exception.AcmeRateLimitedException;
import org.shredzone.acme4j.toolbox.JSON;

/** When a certificate is ordered, and when again. */
class HostRenewalTest {

    private static final TestPki AUTHORITY = TestPki.authority("test authority");
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final HostRenewal host = new HostRenewal("api.test", Pace.USUAL);

    private static X509Certificate kept(int daysAgo, int daysLeft) {
        return AUTHORITY
                .issue("EC", NOW.minus(Duration.ofDays(daysAgo)), NOW.plus(Duration.ofDays(daysLeft)), "api.test")
                .certificate();
    }

    @ParameterizedTest
    @CsvSource({"0, 90, 60", "30, 60, 30", "59, 31, 1", "60, 30, 0", "80, 10, -20", "100, -10, -40", "1, 5, 3"})
    void isDueAtTwoThirdsOfItsLife(int daysAgo, int daysLeft, int days) {
        assertThat(host.due(kept(daysAgo, daysLeft), NOW)).isEqualTo(NOW.plus(Duration.ofDays(days)));
    }

    @Test
    void isDueAtOnceWhereThereIsNone() {
        assertThat(host.due(null, NOW)).isEqualTo(NOW);
        assertThat(host.problem()).isEqualTo("no certificate for api.test yet: it is being ordered");
    }

    @Test
    void waitsLongerAfterEachFailureAndTakesTheNextChallenge() {
        var both = List.of(ChallengeKind.TLS_ALPN_01, ChallengeKind.HTTP_01);
        var refused = new AcmeException("no");
        int[] minutes = {6, 12, 24, 48, 96};
        for (int i = 0; i < minutes.length; i++) {
            assertThat(host.next(both)).isEqualTo(both.get(i % 2));
            host.failed(refused, "no", NOW, 0.5);
            assertThat(host.due(null, NOW)).isEqualTo(NOW.plus(Duration.ofMinutes(minutes[i])));
        }
        assertThat(host.problem())
                .isEqualTo("no certificate for api.test, after 5 attempts: no; tried again at 2026-01-01T01:36:00Z");
        host.succeeded(NOW);
        assertThat(host.problem()).isNull();
        assertThat(host.next(both)).isEqualTo(ChallengeKind.TLS_ALPN_01);
        // However short what was issued lives.
        assertThat(host.due(kept(10, 1), NOW)).isEqualTo(NOW.plus(Duration.ofMinutes(10)));
    }

    @Test
    void comesBackSoonToAnAuthorityThatWasNotThere() {
        host.failed(new AcmeNetworkException(new IOException("gone")), "gone", NOW, 0);
        assertThat(host.due(null, NOW)).isEqualTo(NOW.plusMillis(7500));
    }

    @ParameterizedTest
    @CsvSource({"PT1H, PT1H", "PT1S, PT6M", "PT-1H, PT6M", "P6D, P6D", "P4000D, P7D"})
    void waitsAsLongAsTheAuthorityAsksAndNoLonger(Duration asked, Duration waited) throws Exception {
        var problem = new Problem(
                JSON.parse("{\"type\": \"urn:ietf:params:acme:error:rateLimited\"}"),
                URI.create("https://authority.test/").toURL());
        host.due(kept(80, 10), NOW);
        host.failed(new AcmeRateLimitedException(problem, NOW.plus(asked), null), "too many", NOW, 0.5);
        assertThat(host.due(kept(80, 10), NOW)).isEqualTo(NOW.plus(waited));
        assertThat(host.problem())
                .startsWith("the certificate for api.test could not be renewed, after 1 attempt: too many; ");
    }
}
