package io.gatehouse.acme;

import io.gatehouse.acme.AcmeSettings.ChallengeKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore.PrivateKeyEntry;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.Certificate;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.shredzone.acme4j.Identifier;
import org.shredzone.acme4j.util.CertificateUtils;

/**
 * What the authority is to find while it validates names, whichever process it asks: read from the folder that they share. Safe for
 * concurrent use; answers without blocking.
 */
public final class PublishedChallenges {

    private volatile Map<String, String> responses = Map.of();
    private volatile Map<String, PrivateKeyEntry> certificates = Map.of();
    private Map<String, String> seen = Map.of();
    private @Nullable KeyPair key;

    PublishedChallenges() {}

    /** What is answered to HTTP-01 for this token; null if none is to be validated by it. */
    public @Nullable String response(String token) {
        return responses.get(token);
    }

    /** The certificate for TLS-ALPN-01 of this name, in small letters; null if it is not to be validated by that. */
    public @Nullable PrivateKeyEntry certificate(String name) {
        return certificates.get(name);
    }

    /** How {@link #take} reads a challenge: by what is asked, and what has to be answered. */
    static String text(ChallengeKind kind, String authorization) {
        return kind.type() + " " + authorization;
    }

    /** Takes over what is published now, by name; on one thread at a time. Making a certificate takes a moment. */
    void take(Map<String, String> published) throws IOException {
        if (published.equals(seen)) {
            return;
        }
        var files = new HashMap<String, String>();
        var proofs = new HashMap<String, PrivateKeyEntry>();
        for (Map.Entry<String, String> one : published.entrySet()) {
            String[] words = one.getValue().strip().split(" ", 2);
            if (words.length == 2 && words[0].equals(ChallengeKind.HTTP_01.type())) {
                files.put(words[1].split("\\.", 2)[0], words[1]);
            } else if (words.length == 2 && words[0].equals(ChallengeKind.TLS_ALPN_01.type())) {
                proofs.put(one.getKey(), proof(one.getKey(), words[1]));
            }
        }
        responses = Map.copyOf(files);
        certificates = Map.copyOf(proofs);
        seen = Map.copyOf(published);
    }

    /** With a key of RSA, as acme4j signs by nothing else. */
    private PrivateKeyEntry proof(String name, String authorization) throws IOException {
        try {
            KeyPair pair = key;
            if (pair == null) {
                KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
                generator.initialize(2048);
                pair = generator.generateKeyPair();
                key = pair;
            }
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(authorization.getBytes(StandardCharsets.US_ASCII));
            Certificate proof = CertificateUtils.createTlsAlpn01Certificate(pair, Identifier.dns(name), digest);
            return new PrivateKeyEntry(pair.getPrivate(), new Certificate[] {proof});
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has RSA and SHA-256", e);
        }
    }
}
