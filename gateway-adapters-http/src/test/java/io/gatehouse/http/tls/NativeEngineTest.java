package io.gatehouse.http.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.domain.TestPki;
import io.gatehouse.http.tls.TlsSettings.MinimumVersion;
import io.gatehouse.http.tls.TlsSettings.Pair;
import io.gatehouse.http.tls.TlsSettings.TlsEngine;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NativeEngineTest {

    private static final TestPki AUTHORITY = TestPki.authority("test authority");
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final ByteBuffer toServer = ByteBuffer.allocate(40_000);
    private final ByteBuffer toClient = ByteBuffer.allocate(40_000);
    private final ByteBuffer read = ByteBuffer.allocate(40_000);
    private boolean ended;

    /** Undertow looks at a result once, and may have no room for what the client sends next. */
    @ParameterizedTest
    @CsvSource({"JDK, TLSv1.2", "JDK, TLSv1.3", "NATIVE, TLSv1.2", "NATIVE, TLSv1.3"})
    void saysTheEndOfAHandshakeWithItsLastMessage(TlsEngine which, String version, @TempDir Path folder)
            throws Exception {
        SSLEngine server = server(which, folder);
        SSLEngine client = TestPki.trusting(AUTHORITY).createSSLEngine("localhost", 443);
        client.setUseClientMode(true);
        client.setEnabledProtocols(new String[] {version});
        client.beginHandshake();
        boolean moved = true;
        while (moved) {
            moved = send(client, server, toServer);
            moved |= send(server, client, toClient);
        }
        assertThat(ended).isTrue();
        assertThat(server.getSession().getProtocol()).isEqualTo(version);
    }

    /** What one side has to say now, as far as the other one takes it; false if neither moves. */
    private boolean send(SSLEngine from, SSLEngine to, ByteBuffer records) throws SSLException {
        int before = records.position();
        while (from.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
            look(from, from.wrap(NOTHING, records));
        }
        boolean moved = records.position() > before;
        records.flip();
        while (records.hasRemaining() && look(to, to.unwrap(records, read)) > 0) {
            moved = true;
        }
        records.compact();
        return moved;
    }

    private int look(SSLEngine engine, SSLEngineResult result) {
        assertThat(result.getStatus()).isEqualTo(Status.OK);
        ended |= !engine.getUseClientMode() && result.getHandshakeStatus() == HandshakeStatus.FINISHED;
        for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
            task.run();
        }
        return result.bytesConsumed();
    }

    private static SSLEngine server(TlsEngine which, Path folder) throws Exception {
        TestPki own = AUTHORITY.issue("EC", "localhost");
        Path certificate = Files.writeString(folder.resolve("own.pem"), own.chainPem());
        Path key = Files.writeString(folder.resolve("own.key"), own.keyPem());
        var tls = new ListenerTls(new TlsSettings(
                List.of(new Pair(certificate, key)), MinimumVersion.TLS_1_2, null, List.of("http/1.1"), null, which));
        SSLEngine engine = tls.context().createSSLEngine();
        engine.setUseClientMode(false);
        tls.configure(engine);
        engine.beginHandshake();
        return engine;
    }
}
