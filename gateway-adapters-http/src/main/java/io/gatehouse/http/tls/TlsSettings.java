package io.gatehouse.http.tls;

import io.gatehouse.configuration.Key;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How a port is secured. Immutable.
 *
 * @param pairs its certificates, at least one; the first serves who asks for a name that none is for
 * @param minimum the oldest version of TLS that is spoken
 * @param clients whose certificates clients may or must have; null if they are not asked for one
 * @param protocols what is offered by ALPN, the preferred first; HTTP/1.1 at least
 * @param challenges answers TLS-ALPN-01; null if that is not spoken
 * @param engine what does the cryptography; the native one does not speak TLS-ALPN-01
 */
public record TlsSettings(
        List<Pair> pairs,
        MinimumVersion minimum,
        @Nullable ClientCertificates clients,
        List<String> protocols,
        @Nullable AcmeChallenges challenges,
        TlsEngine engine) {

    public TlsSettings {
        pairs = List.copyOf(pairs);
        protocols = List.copyOf(protocols);
        if (pairs.isEmpty() || protocols.isEmpty()) {
            throw new IllegalArgumentException("TLS needs a certificate and a protocol");
        }
        if (engine == TlsEngine.NATIVE && challenges != null) {
            throw new IllegalArgumentException(
                    "the native engine keeps certificates by name, and answers no challenges");
        }
    }

    /** What does the cryptography. */
    public enum TlsEngine {
        /** The JDK. */
        JDK,
        /** BoringSSL, where there is one for the platform: Linux on x86-64 and 64-bit ARM. */
        NATIVE;

        /** Why it cannot be used here; null if it can. */
        public @Nullable String unavailable() {
            return this == NATIVE ? NativeTls.unavailable() : null;
        }
    }

    /**
     * Where a certificate is; both may be one file.
     *
     * @param certificate the certificate, and those that lead to its root
     * @param key its private key
     * @param awaitedFor the name that one is to be issued for, if it need not be there yet; null if it must
     */
    public record Pair(Path certificate, Path key, @Nullable String awaitedFor) {

        /** One that must be there. */
        public Pair(Path certificate, Path key) {
            this(certificate, key, null);
        }
    }

    /**
     * Certificates of clients.
     *
     * @param authorities the certificates of those who may have issued them
     * @param required whether a client without one is turned away in the handshake
     * @param chain whether those that lead to its root are kept, to be told to upstreams
     */
    public record ClientCertificates(Path authorities, boolean required, boolean chain) {}

    /** Whether all certificates of a client are kept. */
    boolean keepsChain() {
        return clients != null && clients.chain();
    }

    /** All that is offered by ALPN. */
    String[] offered() {
        Stream<String> validation = challenges == null ? Stream.empty() : Stream.of(TlsSession.ACME_TLS);
        return Stream.concat(protocols.stream(), validation).toArray(String[]::new);
    }

    /** All versions that are spoken, in the words of the JDK. */
    String[] versions() {
        return minimum == MinimumVersion.TLS_1_3 ? new String[] {"TLSv1.3"} : new String[] {"TLSv1.3", "TLSv1.2"};
    }

    /** The oldest version of TLS that is spoken. */
    public enum MinimumVersion {
        @Key("1.2")
        TLS_1_2,
        @Key("1.3")
        TLS_1_3
    }
}
