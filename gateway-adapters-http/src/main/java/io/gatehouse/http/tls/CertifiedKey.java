package io.gatehouse.http.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * A certificate with those that lead to its root, and its private key. Immutable.
 *
 * @param chain the certificate first, each of the others vouching for the one before
 * @param key the private key of the first
 * @param names the DNS names it is for, in small letters, perhaps with {@code *.} in front
 */
public record CertifiedKey(List<X509Certificate> chain, PrivateKey key, Set<String> names) {

    private static final int DNS_NAME = 2;
    private static final long LARGEST_FILE = 1L << 20;
    private static final byte[] SAMPLE = "a pair is a pair".getBytes(StandardCharsets.US_ASCII);

    public CertifiedKey {
        chain = List.copyOf(chain);
        names = Set.copyOf(names);
    }

    /** Reads a certificate with its chain, and its key, which may stand in the same file. Blocks; the message names the file. */
    public static CertifiedKey read(Path certificate, Path key) throws BadCertificateException {
        List<X509Certificate> chain = certificates(certificate);
        PrivateKey secret;
        try {
            secret = PrivateKeyPem.of(PemText.blocks(text(key)));
        } catch (BadCertificateException e) {
            throw new BadCertificateException(key + ": " + e.getMessage());
        }
        for (int i = 1; i < chain.size(); i++) {
            if (!isIssued(chain.get(i - 1), chain.get(i))) {
                throw new BadCertificateException(certificate + ": certificate " + (i + 1)
                        + " did not issue the one before it; the server's own comes first");
            }
        }
        if (!belongTogether(chain.get(0).getPublicKey(), secret)) {
            throw new BadCertificateException(key + ": is not the key of the certificate in " + certificate);
        }
        return new CertifiedKey(chain, secret, names(chain.get(0)));
    }

    /** Reads certificates, at least one. Blocks; the message names the file. */
    public static List<X509Certificate> certificates(Path file) throws BadCertificateException {
        try {
            var factory = CertificateFactory.getInstance("X.509");
            var found = new ArrayList<X509Certificate>();
            for (PemText.Block block : PemText.blocks(text(file))) {
                if (block.label().equals("CERTIFICATE")
                        && factory.generateCertificate(new ByteArrayInputStream(block.der()))
                                instanceof X509Certificate one) {
                    found.add(one);
                }
            }
            if (found.isEmpty()) {
                throw new BadCertificateException("has no certificate in PEM form");
            }
            return found;
        } catch (CertificateException e) {
            throw new BadCertificateException(file + ": has a certificate that cannot be read");
        } catch (BadCertificateException e) {
            String message = String.valueOf(e.getMessage());
            throw message.startsWith(file.toString()) ? e : new BadCertificateException(file + ": " + message);
        }
    }

    /** Who trusts nothing but what these authorities have issued. */
    static TrustManager[] trust(Path authorities) throws BadCertificateException {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (X509Certificate one : certificates(authorities)) {
                store.setCertificateEntry(Integer.toString(store.size()), one);
            }
            var factory = TrustManagerFactory.getInstance("PKIX");
            factory.init(store);
            return factory.getTrustManagers();
        } catch (GeneralSecurityException | IOException e) {
            throw new BadCertificateException(authorities + ": cannot be trusted, " + e.getMessage());
        }
    }

    private static String text(Path file) throws BadCertificateException {
        try {
            if (Files.size(file) > LARGEST_FILE) {
                throw new BadCertificateException(file + ": is larger than a mebibyte");
            }
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            throw new BadCertificateException(file + ": there is no such file");
        } catch (IOException e) {
            throw new BadCertificateException(file + ": cannot be read, " + e.getMessage());
        }
    }

    private static boolean isIssued(X509Certificate one, X509Certificate issuer) {
        if (!one.getIssuerX500Principal().equals(issuer.getSubjectX500Principal())) {
            return false;
        }
        try {
            one.verify(issuer.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static boolean belongTogether(PublicKey open, PrivateKey secret) {
        String algorithm = switch (open.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> open.getAlgorithm();
        };
        try {
            var signing = Signature.getInstance(algorithm);
            signing.initSign(secret);
            signing.update(SAMPLE);
            byte[] signature = signing.sign();
            signing.initVerify(open);
            signing.update(SAMPLE);
            return signing.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static Set<String> names(X509Certificate certificate) {
        var names = new TreeSet<String>();
        try {
            Collection<List<?>> all = certificate.getSubjectAlternativeNames();
            for (List<?> name : all == null ? List.<List<?>>of() : all) {
                if (name.get(0).equals(DNS_NAME)) {
                    names.add(name.get(1).toString().toLowerCase(Locale.ROOT));
                }
            }
        } catch (CertificateParsingException e) {
            // Then it is chosen for no name, and serves if it is the first.
        }
        return names;
    }

    /** The certificate itself. */
    public X509Certificate certificate() {
        return chain.get(0);
    }

    /** The algorithm of its key in the words of the JDK: {@code RSA}, {@code EC}, {@code EdDSA}. */
    String algorithm() {
        return certificate().getPublicKey().getAlgorithm();
    }

    /** When it ends. */
    public Instant end() {
        return certificate().getNotAfter().toInstant();
    }

    /** Why it must not be served at this time, in a few words; null if it may. */
    @Nullable
    String invalidAt(Instant now) {
        if (now.isAfter(end())) {
            return "has expired: " + end();
        }
        Instant begin = certificate().getNotBefore().toInstant();
        return now.isBefore(begin) ? "is not valid before " + begin : null;
    }

    /** For people: its names, or its subject where it has none. */
    public String text() {
        return names.isEmpty()
                ? certificate().getSubjectX500Principal().getName()
                : String.join(", ", new TreeSet<>(names));
    }
}
