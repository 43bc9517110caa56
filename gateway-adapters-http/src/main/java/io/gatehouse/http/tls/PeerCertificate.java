package io.gatehouse.http.tls;

import io.gatehouse.domain.request.ClientCertificate;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.HexFormat;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * A client's certificate, verified.
 *
 * @param identity whom it names
 * @param field the value of the field {@code Client-Cert} that tells upstreams of it (RFC 9440)
 * @param chain that of {@code Client-Cert-Chain}, the others in the order in which the client sent them; null if there are none, or nobody
 *     wants them
 */
public record PeerCertificate(
        ClientCertificate identity, String field, @Nullable String chain) {

    static @Nullable PeerCertificate of(Certificate[] sent, boolean chain) {
        if (!(sent[0] instanceof X509Certificate own)) {
            return null;
        }
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(own.getEncoded());
            var identity = new ClientCertificate(
                    own.getSubjectX500Principal().getName(), HexFormat.of().formatHex(digest));
            return new PeerCertificate(identity, item(own), chain && sent.length > 1 ? behind(sent) : null);
        } catch (CertificateEncodingException | NoSuchAlgorithmException e) {
            throw new IllegalStateException("a certificate that was read can be written, and there is SHA-256", e);
        }
    }

    private static String behind(Certificate[] sent) throws CertificateEncodingException {
        var items = new StringJoiner(", ");
        for (int i = 1; i < sent.length; i++) {
            items.add(item(sent[i]));
        }
        return items.toString();
    }

    private static String item(Certificate one) throws CertificateEncodingException {
        return ":" + Base64.getEncoder().encodeToString(one.getEncoded()) + ":";
    }
}
