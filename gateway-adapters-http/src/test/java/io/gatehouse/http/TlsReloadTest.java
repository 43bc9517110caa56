package io.gatehouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.domain.TestPki;
import io.gatehouse.http.tls.HandshakeCounts.Result;
import io.gatehouse.http.tls.ListenerTls;
import io.gatehouse.http.tls.ServedCertificates.SecuredPort;
import io.gatehouse.http.tls.TlsSettings.TlsEngine;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.ReferenceCountUtil;
import java.io.EOFException;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Certificates change while they are served, for better or worse. */
@Execution(ExecutionMode.CONCURRENT)
class TlsReloadTest {

    private static final TestPki AUTHORITY = TestPki.authority("test authority");
    private static final int SWAPS = 100;

    @TempDir
    private Path folder;

    private TlsFiles files;

    /** Of the native one as well, see {@link NativeTlsTest}. */
    TlsEngine engine() {
        return TlsEngine.JDK;
    }

    @BeforeEach
    void files() {
        files = new TlsFiles(folder).engine(engine());
    }

    @Test
    void losesNoHandshakeWhileCertificatesAreSwapped() throws Exception {
        ListenerTls tls = files.pair("own", AUTHORITY.issue("EC", "localhost")).tls();
        ExecutorService clients = Executors.newFixedThreadPool(3);
        var over = new AtomicBoolean();
        try (Backend backend = Backend.ok("ok");
                TestGateway gateway = TestGateway.to(backend)
                        .tls(tls, TestPki.trusting(AUTHORITY))
                        .ioThreads(2)
                        .forget()
                        .start()) {
            var counts = new ArrayList<Future<Integer>>();
            for (int i = 0; i < 3; i++) {
                counts.add(clients.submit((Callable<Integer>) () -> {
                    int done = 0;
                    while (!over.get() || done < 10) {
                        try (RawClient client =
                                RawClient.secured(gateway.address, TestPki.trusting(AUTHORITY), "localhost")) {
                            assertThat(client.ask("GET /svc/x HTTP/1.1\r\nHost: gw\r\n\r\n")
                                            .status())
                                    .isEqualTo(200);
                        }
                        done++;
                    }
                    return done;
                }));
            }
            for (int i = 0; i < SWAPS; i++) {
                files.put("own", AUTHORITY.issue("EC", "localhost"));
                assertThat(tls.reload(Instant.now())).isTrue();
            }
            over.set(true);
            int done = 0;
            for (Future<Integer> count : counts) {
                done += count.get();
            }
            assertThat(gateway.server.handshakes().count(Result.COMPLETED)).isEqualTo(done);
            assertThat(gateway.server.handshakes().count(Result.FAILED)).isZero();
            assertThat(tls.problems()).isEmpty();
        } finally {
            clients.shutdownNow();
        }
    }

    /** A thousand clients connect each second, for ten seconds; all the while the pair changes, and every fifth time for the worse. */
    @Test
    @Tag("proof")
    void losesNoHandshakeOfAThousandASecond() throws Exception {
        int perSecond = 1_000;
        int connections = 20 * perSecond;
        ListenerTls tls = files.pair("own", AUTHORITY.issue("EC", "localhost")).tls();
        SSLContext trusting = TestPki.trusting(AUTHORITY);
        // Those of the JDK would take most of the processor themselves.
        SslContext cheap = SslContextBuilder.forClient()
                .sslProvider(SslProvider.OPENSSL)
                .trustManager(AUTHORITY.certificate())
                .build();
        TestPki other = AUTHORITY.issue("EC", "other.test");
        Instant now = Instant.now();
        TestPki expired =
                AUTHORITY.issue("EC", now.minus(Duration.ofDays(9)), now.minus(Duration.ofDays(1)), "localhost");
        ExecutorService clients = Executors.newFixedThreadPool(64);
        var next = new AtomicInteger();
        long begun = System.nanoTime();
        try (Backend backend = Backend.ok("ok");
                TestGateway gateway = TestGateway.to(backend)
                        .tls(tls, trusting)
                        .ioThreads(2)
                        .maxConnections(10_000, 0)
                        .forget()
                        .start()) {
            var all = new ArrayList<Future<?>>();
            for (int i = 0; i < 64; i++) {
                all.add(clients.submit((Callable<Void>) () -> {
                    for (int n = next.getAndIncrement(); n < connections; n = next.getAndIncrement()) {
                        long due = begun + n * (1_000_000_000L / perSecond);
                        LockSupport.parkNanos(due - System.nanoTime());
                        shakeHands(gateway.address, cheap);
                    }
                    return null;
                }));
            }
            int swaps = 0;
            int problems = 0;
            while (all.stream().noneMatch(Future::isDone)) {
                boolean worse = ++swaps % 5 == 0;
                if (worse) {
                    files.put("own", swaps % 10 == 0 ? expired : new TestPki(expired.chain(), other.key()));
                } else {
                    files.put("own", AUTHORITY.issue("EC", "localhost"));
                }
                assertThat(tls.reload(Instant.now())).isTrue();
                assertThat(tls.problems()).hasSize(worse ? 1 : 0);
                problems += tls.problems().size();
                LockSupport.parkNanos(50_000_000);
            }
            for (Future<?> one : all) {
                one.get();
            }
            double seconds = (System.nanoTime() - begun) / 1e9;
            System.out.printf(
                    "%d handshakes in %.1f s, %d changes of the pair, %d of them refused%n",
                    connections, seconds, swaps, problems);
            assertThat(swaps).isGreaterThan(10);
            assertThat(gateway.server.handshakes().count(Result.FAILED)).isZero();
        } finally {
            clients.shutdownNow();
        }
    }

    /** A full handshake, and one record each way behind it: a server may still refuse when a client takes it for complete. */
    private static void shakeHands(InetSocketAddress address, SslContext context) throws IOException {
        SSLEngine engine = context.newEngine(UnpooledByteBufAllocator.DEFAULT, "localhost", address.getPort());
        ByteBuffer in = ByteBuffer.allocate(20_000);
        ByteBuffer out = ByteBuffer.allocate(20_000);
        ByteBuffer text = ByteBuffer.allocate(20_000);
        ByteBuffer request = ByteBuffer.wrap(
                "GET /nobody HTTP/1.1\r\nHost: gw\r\nConnection: close\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        try (SocketChannel channel = SocketChannel.open(address)) {
            engine.beginHandshake();
            boolean ended = false;
            while (!ended) {
                switch (engine.getHandshakeStatus()) {
                    case NEED_TASK -> engine.getDelegatedTask().run();
                    case NEED_WRAP -> ended = sent(engine.wrap(ByteBuffer.allocate(0), out), channel, out);
                    case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> take(engine, channel, in, text);
                    case FINISHED, NOT_HANDSHAKING -> ended = true;
                }
            }
            sent(engine.wrap(request, out), channel, out);
            while (text.position() == 0) {
                take(engine, channel, in, text);
            }
        } finally {
            ReferenceCountUtil.release(engine);
        }
    }

    /** The next record, of what has come already if there is one in that. */
    private static void take(SSLEngine engine, SocketChannel channel, ByteBuffer in, ByteBuffer text)
            throws IOException {
        in.flip();
        boolean taken = engine.unwrap(in, text).bytesConsumed() > 0;
        in.compact();
        if (!taken && channel.read(in) < 0) {
            throw new EOFException("closed where a record was to come");
        }
    }

    private static boolean sent(SSLEngineResult result, SocketChannel channel, ByteBuffer records) throws IOException {
        records.flip();
        while (records.hasRemaining()) {
            channel.write(records);
        }
        records.clear();
        return result.getHandshakeStatus() == HandshakeStatus.FINISHED;
    }

    @Test
    void keepsConnectionsThatBeganWithAnotherCertificate() throws Exception {
        ListenerTls tls = files.pair("own", AUTHORITY.issue("EC", "localhost")).tls();
        try (Backend backend = Backend.ok("ok");
                TestGateway gateway = TestGateway.to(backend)
                        .tls(tls, TestPki.trusting(AUTHORITY))
                        .start();
                RawClient client = gateway.connect()) {
            assertThat(client.ask("GET /svc/x HTTP/1.1\r\nHost: gw\r\n\r\n").status())
                    .isEqualTo(200);
            BigInteger before = serial(gateway);
            TestPki next = AUTHORITY.issue("RSA", "localhost");
            files.put("own", next);
            assertThat(tls.reload(Instant.now())).isTrue();
            assertThat(tls.reload(Instant.now())).isFalse();
            assertThat(serial(gateway))
                    .isEqualTo(next.certificate().getSerialNumber())
                    .isNotEqualTo(before);
            assertThat(client.ask("GET /svc/x HTTP/1.1\r\nHost: gw\r\n\r\n").status())
                    .isEqualTo(200);
        }
    }

    @Test
    void keepsTheLastGoodPairWhereTheNextIsNot() throws Exception {
        TestPki good = AUTHORITY.issue("EC", "localhost");
        TestPki other = AUTHORITY.issue("EC", "other.test");
        ListenerTls tls = files.pair("own", good).pair("other", other).tls();
        Instant now = Instant.now();
        TestPki expired =
                AUTHORITY.issue("EC", now.minus(Duration.ofDays(9)), now.minus(Duration.ofDays(1)), "localhost");
        TestPki early = AUTHORITY.issue("EC", now.plus(Duration.ofDays(1)), now.plus(Duration.ofDays(9)), "localhost");
        try (Backend backend = Backend.ok("ok");
                TestGateway gateway = TestGateway.to(backend)
                        .tls(tls, TestPki.trusting(AUTHORITY))
                        .start()) {
            files.write("own.key", other.keyPem());
            expect(tls, gateway, good, "own.key: is not the key of the certificate in");
            files.put("own", expired);
            expect(tls, gateway, good, "own.pem: has expired: ");
            files.put("own", early);
            expect(tls, gateway, good, "own.pem: is not valid before ");
            files.write("own.pem", "half of a fi");
            expect(tls, gateway, good, "own.pem: has no certificate in PEM form");
            TestPki better = AUTHORITY.issue("EC", "localhost");
            files.put("own", better);
            expect(tls, gateway, better);
            assertThat(new SecuredPort("listen.tls", tls).presented().get(1).end())
                    .isEqualTo(other.certificate().getNotAfter().toInstant());
        }
    }

    /** What is served after a look at the files, and what is said of them. */
    private static void expect(ListenerTls tls, TestGateway gateway, TestPki served, String... problems)
            throws IOException {
        assertThat(tls.reload(Instant.now())).isTrue();
        assertThat(tls.problems()).hasSize(problems.length);
        List<String> told = tls.problems();
        for (int i = 0; i < problems.length; i++) {
            assertThat(told.get(i)).contains(problems[i]);
        }
        assertThat(serial(gateway)).isEqualTo(served.certificate().getSerialNumber());
    }

    private static BigInteger serial(TestGateway gateway) throws IOException {
        SSLContext fresh = TestPki.trusting(AUTHORITY);
        try (RawClient client = RawClient.secured(gateway.address, fresh, "localhost")) {
            var first =
                    (X509Certificate) ((SSLSocket) client.socket).getSession().getPeerCertificates()[0];
            return first.getSerialNumber();
        }
    }
}
