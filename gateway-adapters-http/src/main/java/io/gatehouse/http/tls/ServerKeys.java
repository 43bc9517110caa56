package io.gatehouse.http.tls;

import java.net.Socket;
import java.security.KeyStore.PrivateKeyEntry;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Locale;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/** Hands the TLS engine the certificate for the name that its client asks for, or, to one that speaks TLS-ALPN-01, what validates it. */
final class ServerKeys extends X509ExtendedKeyManager {

    /** Begins the alias of a certificate that validates a name; others are numbers. */
    private static final String VALIDATES = "acme ";

    private final CertificateTable table;
    private final @Nullable AcmeChallenges challenges;

    ServerKeys(CertificateTable table, @Nullable AcmeChallenges challenges) {
        this.table = table;
        this.challenges = challenges;
    }

    @Override
    public @Nullable String chooseEngineServerAlias(String keyType, Principal @Nullable [] issuers, SSLEngine engine) {
        if (TlsSession.ACME_TLS.equals(engine.getHandshakeApplicationProtocol())) {
            String alias = VALIDATES + askedFor(engine);
            PrivateKeyEntry proof = proof(alias);
            return proof != null && proof.getPrivateKey().getAlgorithm().equals(keyType) ? alias : null;
        }
        int index = table.find(askedFor(engine), keyType);
        return index == CertificateTable.NONE ? null : Integer.toString(index);
    }

    /** What validates the name of such an alias; null for any other, and once it is of no use any more. */
    private @Nullable PrivateKeyEntry proof(String alias) {
        return challenges == null || !alias.startsWith(VALIDATES)
                ? null
                : challenges.certificate(alias.substring(VALIDATES.length()).toLowerCase(Locale.ROOT));
    }

    private static @Nullable String askedFor(SSLEngine engine) {
        if (engine.getHandshakeSession() instanceof ExtendedSSLSession session) {
            for (SNIServerName name : session.getRequestedServerNames()) {
                if (name instanceof SNIHostName host) {
                    return host.getAsciiName();
                }
            }
        }
        return null;
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
        if (alias.startsWith(VALIDATES)) {
            PrivateKeyEntry proof = proof(alias);
            return proof == null ? null : new X509Certificate[] {(X509Certificate) proof.getCertificate()};
        }
        return table.get(Integer.parseInt(alias)).chain().toArray(new X509Certificate[0]);
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
        if (alias.startsWith(VALIDATES)) {
            PrivateKeyEntry proof = proof(alias);
            return proof == null ? null : proof.getPrivateKey();
        }
        return table.get(Integer.parseInt(alias)).key();
    }

    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        return null;
    }

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return null;
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return null;
    }

    @Override
    public @Nullable String chooseClientAlias(
            String[] keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return null;
    }
}
