package io.gatehouse.http.tls;

import io.gatehouse.domain.request.ClientCertificate;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.HexFormat;

/**
 * A client's certificate, verified.
 *
 * @param identity whom it names
 * @param field the value of the field {@code Client-Cert} that tells upstreams of it (RFC 9440)
 */
public record PeerCertificate(ClientCertificate identity, String field) {

    static PeerCertificate of(X509Certificate certificate) {
        try {
            byte[] der = certificate.getEncoded();
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(der);
            return new PeerCertificate(
                    new ClientCertificate(
                            certificate.getSubjectX500Principal().getName(),
                            HexFormat.of().formatHex(digest)),
                    ":" + Base64.getEncoder().encodeToString(der) + ":");
        } catch (CertificateEncodingException | NoSuchAlgorithmException e) {
            throw new IllegalStateException("a certificate that was read can be written, and there is SHA-256", e);
        }
    }
}
