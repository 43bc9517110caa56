package io.gatehouse.http.tls;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;

/**
 * The certificates of one port as they are served now, read again when their files change.
 *
 * <p>A file that cannot be used leaves what was read before in its place. Connections keep what they began with; sessions are resumed
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
    private List<CertifiedKey> pairs;
    private FileStamps stamps;
    private List<String> problems = List.of();
    private volatile SSLContext context;

    /** Reads everything for the first time. Blocks; the message names the file that cannot be used. */
    public ListenerTls(TlsSettings settings) throws BadCertificateException {
        this.settings = settings;
        this.stamps = stamps();
        var read = new ArrayList<CertifiedKey>();
        for (TlsSettings.Pair pair : settings.pairs()) {
            read.add(CertifiedKey.read(pair.certificate(), pair.key()));
        }
        this.pairs = List.copyOf(read);
        this.context = context(pairs);
        parameters.setProtocols(settings.versions());
        parameters.setUseCipherSuitesOrder(false);
        parameters.setApplicationProtocols(settings.protocols().toArray(new String[0]));
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

    /** Whether all certificates of a client are kept, not only its own. */
    boolean keepsChain() {
        return settings.keepsChain();
    }

    /** The certificates that are served. */
    public synchronized List<CertifiedKey> pairs() {
        return pairs;
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
        var next = new ArrayList<CertifiedKey>();
        var wrong = new ArrayList<String>();
        for (int i = 0; i < settings.pairs().size(); i++) {
            next.add(read(i, now, wrong));
        }
        try {
            SSLContext fresh = context(next);
            pairs = List.copyOf(next);
            context = fresh;
        } catch (BadCertificateException e) {
            wrong.add(String.valueOf(e.getMessage()));
        }
        problems = List.copyOf(wrong);
        return true;
    }

    /** What is in the files of a pair, or what was there before if that is not good. */
    private CertifiedKey read(int index, Instant now, List<String> wrong) {
        TlsSettings.Pair files = settings.pairs().get(index);
        CertifiedKey before = pairs.get(index);
        try {
            CertifiedKey read = CertifiedKey.read(files.certificate(), files.key());
            String why = read.invalidAt(now);
            if (why == null || read.equals(before)) {
                return read;
            }
            wrong.add(files.certificate() + ": " + why);
        } catch (BadCertificateException e) {
            wrong.add(String.valueOf(e.getMessage()));
        }
        return before;
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

    private SSLContext context(List<CertifiedKey> served) throws BadCertificateException {
        TlsSettings.ClientCertificates clients = settings.clients();
        TrustManager[] trusted = clients == null ? new TrustManager[0] : CertifiedKey.trust(clients.authorities());
        try {
            SSLContext made = SSLContext.getInstance("TLS");
            made.init(new KeyManager[] {new ServerKeys(new CertificateTable(served))}, trusted, null);
            made.getServerSessionContext().setSessionCacheSize(SESSIONS);
            made.getServerSessionContext().setSessionTimeout(SESSION_SECONDS);
            return made;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has TLS", e);
        }
    }
}
