package io.gatehouse.http.tls;

import io.gatehouse.domain.service.HostAddress;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * TLS towards some upstream hosts, where what the Java platform trusts is not what is wanted. Files are read again when they change;
 * connections that are open keep what they began with. Safe for concurrent use.
 */
public final class HostTls implements WatchedCertificates {

    private static final char[] NO_SECRET = {};

    private final Settings settings;
    private FileStamps stamps;
    private @Nullable CertifiedKey own;
    private List<String> problems = List.of();
    private volatile SSLContext context;

    /**
     * What is wanted.
     *
     * @param name what the configuration calls it
     * @param called what services call it; null for those that do not
     * @param hosts to which hosts, by name or address
     * @param authorities whose certificates are trusted, and no others; null for those that the Java platform trusts
     * @param client the gateway's own certificate and key; null for none
     * @param serverName whom the host is asked for, and its certificate has to name; null for its own name
     */
    public record Settings(
            String name,
            @Nullable String called,
            Predicate<String> hosts,
            @Nullable Path authorities,
            TlsSettings.@Nullable Pair client,
            @Nullable String serverName) {}

    /** Reads everything for the first time. Blocks; the message names the file that cannot be used. */
    public HostTls(Settings settings) throws BadCertificateException {
        this.settings = settings;
        this.stamps = stamps();
        TlsSettings.Pair client = settings.client();
        this.own = client == null ? null : CertifiedKey.read(client.certificate(), client.key());
        this.context = context(own);
    }

    /** The one of these that the host's service wants, else the first that is for its name; null if none is. */
    public static @Nullable HostTls find(List<HostTls> all, HostAddress host) throws SSLException {
        String wanted = host.upstreamTls();
        for (HostTls one : all) {
            if (wanted == null ? one.settings.hosts().test(host.host()) : wanted.equals(one.settings.called())) {
                return one;
            }
        }
        if (wanted != null) {
            throw new SSLException("there is no upstream-tls named " + wanted);
        }
        return null;
    }

    /** What connections are secured with. */
    public SSLContext context() {
        return context;
    }

    /** Whom a host of this name is asked for. */
    public String serverName(String host) {
        String other = settings.serverName();
        return other == null ? host : other;
    }

    @Override
    public String name() {
        return settings.name();
    }

    @Override
    public synchronized boolean reload(Instant now) {
        FileStamps found = stamps();
        if (found.equals(stamps)) {
            return false;
        }
        stamps = found;
        try {
            TlsSettings.Pair client = settings.client();
            CertifiedKey next = client == null ? null : CertifiedKey.read(client.certificate(), client.key());
            String why = next == null ? null : next.invalidAt(now);
            if (why != null && client != null) {
                throw new BadCertificateException(client.certificate() + ": " + why);
            }
            context = context(next);
            own = next;
            problems = List.of();
        } catch (BadCertificateException e) {
            problems = List.of(String.valueOf(e.getMessage()));
        }
        return true;
    }

    @Override
    public synchronized List<String> problems() {
        return problems;
    }

    @Override
    public synchronized List<Presented> presented() {
        CertifiedKey now = own;
        return now == null ? List.of() : List.of(new Presented(name(), now.text(), now.end()));
    }

    private FileStamps stamps() {
        var files = new ArrayList<Path>();
        if (settings.authorities() != null) {
            files.add(settings.authorities());
        }
        TlsSettings.Pair client = settings.client();
        if (client != null) {
            files.add(client.certificate());
            files.add(client.key());
        }
        return FileStamps.of(files);
    }

    private SSLContext context(@Nullable CertifiedKey client) throws BadCertificateException {
        Path authorities = settings.authorities();
        TrustManager[] trusted = authorities == null ? null : CertifiedKey.trust(authorities);
        try {
            SSLContext made = SSLContext.getInstance("TLS");
            made.init(client == null ? new KeyManager[0] : keys(client), trusted, null);
            return made;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("every Java platform has TLS", e);
        }
    }

    private static KeyManager[] keys(CertifiedKey client) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        store.setKeyEntry("own", client.key(), NO_SECRET, client.chain().toArray(new Certificate[0]));
        var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, NO_SECRET);
        return factory.getKeyManagers();
    }
}
