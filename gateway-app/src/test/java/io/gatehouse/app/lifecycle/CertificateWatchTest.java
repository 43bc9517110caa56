package io.gatehouse.app.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.gatehouse.domain.TestPki;
import io.gatehouse.domain.time.ManualClock;
import io.gatehouse.http.tls.ListenerTls;
import io.gatehouse.http.tls.ServedCertificates;
import io.gatehouse.http.tls.ServedCertificates.SecuredPort;
import io.gatehouse.http.tls.TlsSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** The log says in time what operators must do about certificates. */
class CertificateWatchTest {

    private static final TestPki AUTHORITY = TestPki.authority("test authority");

    @TempDir
    private Path folder;

    private final ManualClock clock = new ManualClock();
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger(CertificateWatch.class);

    @BeforeEach
    void listen() {
        log.start();
        logger.setLevel(Level.INFO);
        logger.addAppender(log);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(log);
        logger.setLevel(null);
    }

    @Test
    void warnsOnceADayOfACertificateThatExpiresAndOfFilesThatAreNotGood() throws Exception {
        Instant now = Instant.ofEpochMilli(clock.epochMillis());
        put(AUTHORITY.issue("EC", now.minus(Duration.ofDays(9)), now.plus(Duration.ofDays(15)), "api.test"));
        var settings = new TlsSettings(
                List.of(new TlsSettings.Pair(folder.resolve("own.pem"), folder.resolve("own.pem"))),
                TlsSettings.MinimumVersion.TLS_1_2,
                null,
                List.of("http/1.1"),
                null,
                TlsSettings.TlsEngine.JDK);
        var served = new ServedCertificates(List.of(new SecuredPort("listen.tls", new ListenerTls(settings))));
        var watch = new CertificateWatch(served, clock);
        watch.once();
        assertThat(lines()).isEmpty();

        clock.advance(Duration.ofDays(2));
        watch.once();
        watch.once();
        assertThat(lines())
                .singleElement()
                .asString()
                .startsWith("WARN listen.tls: the certificate for api.test expires: ");

        log.list.clear();
        Files.writeString(folder.resolve("own.pem"), "nothing");
        watch.once();
        assertThat(lines())
                .hasSize(2)
                .first()
                .asString()
                .endsWith("own.pem: has no certificate in PEM form; what was read before is still served");

        log.list.clear();
        Instant later = Instant.ofEpochMilli(clock.epochMillis());
        put(AUTHORITY.issue("EC", later.minus(Duration.ofDays(1)), later.plus(Duration.ofDays(90)), "api.test"));
        watch.once();
        watch.once();
        assertThat(lines())
                .singleElement()
                .asString()
                .startsWith("INFO listen.tls: certificates read again: api.test until ");
    }

    private void put(TestPki pair) throws IOException {
        Files.writeString(folder.resolve("own.pem"), pair.keyPem() + pair.chainPem());
    }

    private List<String> lines() {
        return log.list.stream()
                .map(line -> line.getLevel() + " " + line.getFormattedMessage())
                .toList();
    }
}
