package io.gatehouse.acme;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.gatehouse.acme.AcmeSettings.ChallengeKind;
import io.gatehouse.acme.FakeAuthority.Fault;
import io.gatehouse.domain.time.Arrivals;
import io.gatehouse.domain.time.GatewayClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore.PrivateKeyEntry;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

/** Certificates of an authority: ordered, kept, renewed, and not had where it fails. */
@Tag("slow")
class AcmeIssuerTest {

    private static final String HOST = "api.test";
    private static final String VALIDATION_EXTENSION = "1.3.6.1.5.5.7.1.31";

    /** Retries follow at once, unless the authority asks for more. */
    private static final Pace QUICK = new Pace(
            Duration.ofMillis(5),
            Duration.ofMillis(1),
            Duration.ofMillis(1),
            Duration.ofMillis(5),
            new RetryDelay(Duration.ofMillis(20), Duration.ofMillis(20)),
            new RetryDelay(Duration.ofMillis(20), Duration.ofMillis(20)),
            Duration.ofMillis(1));

    @TempDir
    private Path folder;

    private final AtomicLong ahead = new AtomicLong();
    private final Arrivals<String> log = new Arrivals<>();
    private final Arrivals<Instant> issued = new Arrivals<>();
    private final List<AcmeIssuer> asked = new ArrayList<>();
    private final List<AutoCloseable> open = new ArrayList<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger(AcmeIssuer.class);
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            log.add(event.getLevel() + " " + event.getFormattedMessage());
        }
    };

    /** The clock of the machine, moved ahead. */
    private final GatewayClock clock = new GatewayClock() {
        @Override
        public long nanoTime() {
            return System.nanoTime();
        }

        @Override
        public long epochMillis() {
            return System.currentTimeMillis() + ahead.get();
        }
    };

    private FakeAuthority authority;

    @BeforeEach
    void begin() throws IOException {
        Files.writeString(folder.resolve("web.pem"), FakeAuthority.authorities());
        appender.start();
        logger.addAppender(appender);
        logger.setAdditive(false);
        logger.setLevel(Level.INFO);
        authority = new FakeAuthority(clock, this::isPublished);
    }

    @AfterEach
    void end() throws Exception {
        for (AutoCloseable one : open) {
            one.close();
        }
        authority.close();
        logger.detachAppender(appender);
        logger.setAdditive(true);
        logger.setLevel(null);
    }

    private AcmeSettings settings(ChallengeKind... challenges) {
        return new AcmeSettings(
                authority.directory(),
                folder.resolve("web.pem"),
                "ops@api.test",
                List.of(HOST),
                challenges.length == 0 ? List.of(ChallengeKind.HTTP_01) : List.of(challenges),
                folder.resolve("acme"));
    }

    private AcmeIssuer issuer(AcmeSettings settings) {
        var issuer = new AcmeIssuer(settings, clock, QUICK);
        open.add(0, issuer);
        asked.add(issuer);
        return issuer;
    }

    private AcmeIssuer begun(AcmeSettings settings) {
        AcmeIssuer issuer = issuer(settings);
        issuer.begin(() -> issued.add(Instant.ofEpochMilli(clock.epochMillis())));
        return issuer;
    }

    /** All processes answer the authority alike, sooner or later. */
    private boolean isPublished(String kind, String token, String authorization) {
        return asked.stream().allMatch(issuer -> {
            PublishedChallenges published = issuer.challenges();
            return kind.equals("http-01")
                    ? eventually(() -> authorization.equals(published.response(token)))
                    : eventually(() -> proves(published.certificate(HOST), authorization));
        });
    }

    /** Looks again and again, as a process that follows looks into the folder from time to time, and tells nobody. */
    private static boolean eventually(BooleanSupplier holds) {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!holds.getAsBoolean()) {
            if (System.nanoTime() > end) {
                return false;
            }
            LockSupport.parkNanos(1_000_000);
        }
        return true;
    }

    private static boolean proves(PrivateKeyEntry entry, String authorization) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(authorization.getBytes(StandardCharsets.US_ASCII));
            // An octet string within that of the extension.
            byte[] told = entry == null
                    ? null
                    : ((X509Certificate) entry.getCertificate()).getExtensionValue(VALIDATION_EXTENSION);
            return told != null
                    && told.length == 4 + digest.length
                    && Arrays.equals(told, 4, told.length, digest, 0, digest.length);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @EnumSource(ChallengeKind.class)
    void orderIsKeptForTheOwnerAlone(ChallengeKind kind) throws Exception {
        AcmeSettings settings = settings(kind);
        AcmeIssuer issuer = begun(settings);
        issued.await(1);
        Path file = settings.certificate(HOST);
        String pem = Files.readString(file);
        assertThat(KeyText.certificate(pem).getSubjectAlternativeNames()).hasToString("[[2, api.test]]");
        assertThat(pem.split("BEGIN CERTIFICATE", -1)).hasSize(3);
        assertThat(issuer.issued()).isEqualTo(1);
        assertThat(issuer.leads()).isTrue();
        issuer.close();
        assertThat(issuer.problems()).isEmpty();
        assertThat(issuer.leads()).isFalse();
        try (Stream<Path> all = Files.walk(folder.resolve("acme"))) {
            for (Path one : all.toList()) {
                String permissions = PosixFilePermissions.toString(Files.getPosixFilePermissions(one));
                if (!one.endsWith("leader.lock")) {
                    assertThat(permissions)
                            .as(one.toString())
                            .isEqualTo(Files.isDirectory(one) ? "rwx------" : "rw-------");
                }
            }
        }
        assertThat(file.resolveSibling("challenges")).isEmptyDirectory();
        String secret = pem.substring(pem.indexOf("PRIVATE KEY-----") + 20, pem.indexOf("PRIVATE KEY-----") + 60);
        assertThat(log).isNotEmpty().noneMatch(line -> line.contains(secret));
    }

    @Test
    void renewsWhatIsDue() throws Exception {
        AcmeSettings settings = settings();
        begun(settings);
        issued.await(1);
        String first = Files.readString(settings.certificate(HOST));
        ahead.addAndGet(Duration.ofDays(61).toMillis());
        issued.await(2);
        assertThat(Files.readString(settings.certificate(HOST))).isNotEqualTo(first);
        assertThat(authority.orders).hasSize(2);
    }

    @Test
    void ordersAnewWhatCannotBeRead() throws Exception {
        AcmeSettings settings = settings();
        new AcmeFolder(settings.storage(), settings.directory()).prepare();
        Files.writeString(settings.certificate(HOST), "half of a fi");
        begun(settings);
        issued.await(1);
        assertThat(KeyText.certificate(Files.readString(settings.certificate(HOST))))
                .isNotNull();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            NOT_VALIDATED | could not be validated by tls-alpn-01: nobody there
            ORDER_INVALID | the order became invalid
            DOWN          | HTTP 503
            ENDLESS       | the response is larger than 262144 bytes
            GARBLED       | Bad JSON: what?
            OTHER_KEY     | for another key
            """)
    void saysWhatFailsAndTriesAgain(Fault fault, String said) throws Exception {
        authority.fault(fault);
        AcmeSettings settings = settings(ChallengeKind.TLS_ALPN_01, ChallengeKind.HTTP_01);
        AcmeIssuer issuer = begun(settings);
        issued.await(1);
        log.await(3);
        assertThat(log.get(1))
                .startsWith("WARN no certificate for api.test, after 1 attempt: ")
                .contains(said, "; tried again at ");
        assertThat(issuer.failed()).isEqualTo(1);
        issuer.close();
        assertThat(issuer.problems()).isEmpty();
    }

    @Test
    void badNonceIsNoFailure() {
        authority.fault(Fault.BAD_NONCE, Fault.BAD_NONCE, Fault.BAD_NONCE);
        AcmeIssuer issuer = begun(settings());
        issued.await(1);
        assertThat(issuer.failed()).isZero();
    }

    @Test
    void waitsAsLongAsTheAuthorityAsks() {
        authority.fault(Fault.RATE_LIMITED);
        AcmeIssuer issuer = begun(settings());
        log.await(2);
        assertThat(issuer.problems()).singleElement().asString().contains("attempt: too many of them; tried again at");
        Instant earliest = Instant.ofEpochMilli(clock.epochMillis()).plus(Duration.ofMinutes(55));
        ahead.addAndGet(Duration.ofMinutes(65).toMillis());
        issued.await(1);
        assertThat(issued.get(0)).isAfter(earliest);
        assertThat(authority.orders).hasSize(2);
    }

    @Test
    void anAuthorityThatIsNobodyOrNotTrustedIsAProblem() throws Exception {
        AcmeSettings reached = settings();
        var untrusted = new AcmeSettings(
                reached.directory(),
                null,
                null,
                List.of(HOST),
                List.of(ChallengeKind.HTTP_01),
                folder.resolve("other"));
        AcmeIssuer issuer = begun(untrusted);
        log.await(2);
        assertThat(log.get(1)).contains("the authority cannot be reached, ").containsIgnoringCase("path");
        issuer.close();
        authority.close();
        int before = log.size();
        AcmeIssuer again = begun(reached);
        log.await(before + 2);
        assertThat(again.problems()).singleElement().asString().contains("the authority cannot be reached, ");
    }

    @Test
    void oneOfAllThatShareTheFolderOrdersAndAllAnswer() throws Exception {
        AcmeSettings settings = settings();
        AcmeIssuer first = issuer(settings);
        AcmeIssuer second = issuer(settings);
        first.begin(() -> issued.add(Instant.EPOCH));
        log.await(1);
        second.begin(() -> issued.add(Instant.MAX));
        issued.await(1);
        assertThat(first.leads()).isTrue();
        assertThat(second.leads()).isFalse();
        assertThat(authority.orders).hasSize(1);
        assertThat(log.get(0)).startsWith("INFO This process orders the certificates in ");

        first.close();
        asked.remove(first);
        ahead.addAndGet(Duration.ofDays(61).toMillis());
        issued.await(2);
        assertThat(issued.get(1)).isEqualTo(Instant.MAX);
        assertThat(second.leads()).isTrue();
    }

    @Test
    void followsAProcessThatLeadsUntilThatEnds() throws Exception {
        AcmeSettings settings = settings();
        var files = new AcmeFolder(settings.storage(), settings.directory());
        files.prepare();
        Path program = Files.writeString(folder.resolve("Holder.java"), """
                public class Holder {
                    public static void main(String[] file) throws Exception {
                        var channel = java.nio.channels.FileChannel.open(java.nio.file.Path.of(file[0]),
                                java.nio.file.StandardOpenOption.CREATE, java.nio.file.StandardOpenOption.WRITE);
                        channel.lock();
                        System.out.println("held");
                        System.in.read();
                    }
                }
                """);
        Process other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xshare:auto",
                        "-XX:TieredStopAtLevel=1",
                        program.toString(),
                        settings.certificate(HOST).resolveSibling("leader.lock").toString())
                .redirectErrorStream(true)
                .start();
        try {
            assertThat(other.inputReader().readLine()).isEqualTo("held");
            AcmeIssuer issuer = begun(settings);
            assertThat(eventually(() -> issuer.problems()
                            .equals(List.of(
                                    "no certificate for api.test yet: the process that leads has to order it"))))
                    .isTrue();
            assertThat(issuer.leads()).isFalse();
        } finally {
            other.destroyForcibly().waitFor();
        }
        issued.await(1);
        assertThat(authority.orders).hasSize(1);
    }

    @Test
    void aFolderThatCannotBeUsedIsAProblem() throws Exception {
        Files.writeString(folder.resolve("acme"), "a file");
        AcmeIssuer issuer = begun(settings());
        log.await(1);
        assertThat(issuer.problems()).singleElement().asString().contains("acme: is no folder for certificates, ");
        Files.delete(folder.resolve("acme"));
        issued.await(1);
    }
}
