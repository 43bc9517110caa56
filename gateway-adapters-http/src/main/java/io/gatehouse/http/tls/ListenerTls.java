package io.gatehouse.http.tls;

import io.gatehouse.http.tls.TlsSettings.TlsEngine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * The certificates of one port as they are served now, read again when their files change.
 *
 * <p>A file that cannot be used, or is taken away, leaves what was read before in its place. Where there is no certificate at all yet, as
 * those are awaited that an authority is to issue, every handshake is refused. Connections keep what they began with; sessions are resumed
 * only under the certificates that they began with. Safe for concurrent use.
 */
public final class ListenerTls {

    /**
     * Mozilla's intermediate configuration (guidelines 5.7), without the suites that exchange keys by DHE: whoever speaks those speaks
     * ECDHE too, and they cost the server most.
     */
    private static final String[] CIPHERS = {
        "TLS_AES_128_GCM_SHA256",
        "TLS_AES_256_GCM_SHA384",
        "TLS_CHACHA20_POLY1305_SHA256",
        "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
        "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
        "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
        "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
        "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
        "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256"
    };

    private static final int SESSIONS = 20_480;
    private static final int SESSION_SECONDS = 24 * 3600;

    private final TlsSettings settings;
    private final SSLParameters parameters = new SSLParameters(CIPHERS);
    private Map<TlsSettings.Pair, CertifiedKey> served;
    private FileStamps stamps;
    private List<String> problems;
    private volatile SSLContext context;

    /** Reads everything for the first time. Blocks; the message names the file that cannot be used, unless it is awaited. */
    public ListenerTls(TlsSettings settings) throws BadCertificateException {
        this.settings = settings;
        this.stamps = stamps();
        var read = new HashMap<TlsSettings.Pair, CertifiedKey>();
        var wrong = new ArrayList<String>();
        for (TlsSettings.Pair pair : settings.pairs()) {
            try {
                CertifiedKey there = readIfThere(pair);
                if (there != null) {
                    read.put(pair, there);
                }
            } catch (BadCertificateException e) {
                if (pair.awaitedFor() == null) {
                    throw e;
                }
                wrong.add(String.valueOf(e.getMessage()));
            }
        }
        this.served = Map.copyOf(read);
        this.problems = List.copyOf(wrong);
        this.context = context(served);
        parameters.setProtocols(settings.versions());
        parameters.setUseCipherSuitesOrder(false);
        parameters.setApplicationProtocols(settings.offered());
        TlsSettings.ClientCertificates clients = settings.clients();
        if (clients != null && clients.required()) {
            parameters.setNeedClientAuth(true);
        } else if (clients != null) {
            parameters.setWantClientAuth(true);
        }
    }

    /** What new connections are secured with. */
    SSLContext context() {
        return context;
    }

    /** Sets up the engine of a new connection. */
    void configure(SSLEngine engine) {
        engine.setSSLParameters(parameters);
    }

    /** The certificates of a port that the configuration calls this, in their order, awaited ones too. */
    synchronized List<WatchedCertificates.Presented> presented(String place) {
        var all = new ArrayList<WatchedCertificates.Presented>();
        for (TlsSettings.Pair pair : settings.pairs()) {
            CertifiedKey there = served.get(pair);
            all.add(
                    there == null
                            ? new WatchedCertificates.Presented(place, String.valueOf(pair.awaitedFor()), null)
                            : new WatchedCertificates.Presented(place, there.text(), there.end()));
        }
        return all;
    }

    /** Whether all certificates of a client are kept, not only its own. */
    boolean keepsChain() {
        return settings.keepsChain();
    }

    /** What is wrong with the files as they are now, one line each; none if what is served is what they say. */
    public synchronized List<String> problems() {
        return problems;
    }

    /**
     * Looks whether a file has changed, and serves what is new and good of it; a pair that has expired is not good. Blocks; true if
     * anything changed, for better or worse.
     */
    public synchronized boolean reload(Instant now) {
        FileStamps found = stamps();
        if (found.equals(stamps)) {
            return false;
        }
        stamps = found;
        var next = new HashMap<TlsSettings.Pair, CertifiedKey>();
        var wrong = new ArrayList<String>();
        for (TlsSettings.Pair pair : settings.pairs()) {
            read(pair, now, next, wrong);
        }
        try {
            SSLContext fresh = context(next);
            served = Map.copyOf(next);
            context = fresh;
        } catch (BadCertificateException e) {
            wrong.add(String.valueOf(e.getMessage()));
        }
        problems = List.copyOf(wrong);
        return true;
    }

    /** What is in the files of a pair, or what was there before if that is not good. */
    private void read(
            TlsSettings.Pair pair, Instant now, Map<TlsSettings.Pair, CertifiedKey> next, List<String> wrong) {
        CertifiedKey before = served.get(pair);
        try {
            CertifiedKey read = readIfThere(pair);
            String why = read == null ? null : read.invalidAt(now);
            if (read != null && (why == null || before == null || before.equals(read))) {
                next.put(pair, read);
                return;
            }
            if (why != null) {
                wrong.add(pair.certificate() + ": " + why);
            }
        } catch (BadCertificateException e) {
            wrong.add(String.valueOf(e.getMessage()));
        }
        if (before != null) {
            next.put(pair, before);
        }
    }

    /** What is in the files of a pair; null if it is awaited, and not there. */
    private static @Nullable CertifiedKey readIfThere(TlsSettings.Pair pair) throws BadCertificateException {
        return pair.awaitedFor() != null && Files.notExists(pair.certificate())
                ? null
                : CertifiedKey.read(pair.certificate(), pair.key());
    }

    private FileStamps stamps() {
        var files = new ArrayList<Path>();
        for (TlsSettings.Pair pair : settings.pairs()) {
            files.add(pair.certificate());
            files.add(pair.key());
        }
        if (settings.clients() != null) {
            files.add(settings.clients().authorities());
        }
        return FileStamps.of(files);
    }

    private SSLContext context(Map<TlsSettings.Pair, CertifiedKey> read) throws BadCertificateException {
        TlsSettings.ClientCertificates clients = settings.clients();
        TrustManager[] trusted = clients == null ? new TrustManager[0] : CertifiedKey.trust(clients.authorities());
        var table = new CertificateTable(settings.pairs().stream()
                .map(read::get)
                .filter(Objects::nonNull)
                .toList());
        var keys = new ServerKeys(table, settings.challenges());
        try {
            SSLContext made;
            if (settings.engine() == TlsEngine.NATIVE) {
                made = NativeTls.context(settings, keys, trusted, List.of(CIPHERS));
            } else {
                made = SSLContext.getInstance("TLS");
                made.init(new KeyManager[] {keys}, trusted, null);
            }
            made.getServerSessionContext().setSessionCacheSize(SESSIONS);
            made.getServerSessionContext().setSessionTimeout(SESSION_SECONDS);
            return made;
        } catch (GeneralSecurityException | SSLException e) {
            throw new IllegalStateException("no TLS to be had of the engine " + settings.engine(), e);
        }
    }
}
