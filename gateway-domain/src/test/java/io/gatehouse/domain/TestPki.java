package io.gatehouse.domain;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.security.auth.x500.X500Principal;

/**
 * Certificates for tests, made in milliseconds: an authority and what it issues.
 *
 * @param chain the certificate, and what leads to its authority, which is not in it
 * @param key its private key
 */
public record TestPki(List<X509Certificate> chain, PrivateKey key) {

    private static final AtomicLong SERIAL = new AtomicLong(1);
    private static final char[] PASSWORD = "only-for-tests".toCharArray();
    private static final byte[] ECDSA = hex("300a06082a8648ce3d040302");
    private static final byte[] RSA = hex("300d06092a864886f70d01010b0500");
    private static final byte[] SHA_1 = hex("300906052b0e03021a0500");
    private static final int EC_POINT = 65;
    private static final byte[] P_256 = hex("06082a8648ce3d030107");
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

    /** A certificate that signs itself, and may sign others. */
    public static TestPki authority(String name) {
        try {
            KeyPair pair = pair("EC");
            var subject = new X500Principal("CN=" + name);
            byte[] extensions = extension("551d13", true, der(0x30, der(0x01, new byte[] {-1})));
            Instant now = Instant.now();
            return new TestPki(
                    List.of(certificate(
                            pair,
                            subject,
                            subject,
                            pair.getPrivate(),
                            now.minus(Duration.ofDays(2)),
                            now.plus(Duration.ofDays(3650)),
                            extensions)),
                    pair.getPrivate());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A certificate for these names and addresses, from yesterday for thirty days. */
    public TestPki issue(String algorithm, String... names) {
        Instant now = Instant.now();
        return issue(algorithm, now.minus(Duration.ofDays(1)), now.plus(Duration.ofDays(30)), names);
    }

    /** A certificate for these names and addresses; the first is its common name too. */
    public TestPki issue(String algorithm, Instant from, Instant to, String... names) {
        try {
            KeyPair pair = pair(algorithm);
            var alternatives = new byte[names.length][];
            for (int i = 0; i < names.length; i++) {
                alternatives[i] = names[i].matches("[0-9.]+|.*:.*")
                        ? der(0x87, InetAddress.getByName(names[i]).getAddress())
                        : der(0x82, names[i].getBytes(StandardCharsets.US_ASCII));
            }
            byte[] extensions = extension("551d11", false, der(0x30, alternatives));
            X509Certificate made = certificate(
                    pair,
                    new X500Principal("CN=" + names[0]),
                    chain.get(0).getSubjectX500Principal(),
                    key,
                    from,
                    to,
                    extensions);
            return new TestPki(List.of(made), pair.getPrivate());
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** An authority below this one, whose certificates have it in their chain. */
    public TestPki intermediate(String name) {
        TestPki below = authority(name);
        try {
            Instant now = Instant.now();
            X509Certificate crossed = certificate(
                    new KeyPair(below.certificate().getPublicKey(), below.key),
                    below.certificate().getSubjectX500Principal(),
                    certificate().getSubjectX500Principal(),
                    key,
                    now.minus(Duration.ofDays(2)),
                    now.plus(Duration.ofDays(3650)),
                    extension("551d13", true, der(0x30, der(0x01, new byte[] {-1}))));
            return new TestPki(List.of(crossed), below.key);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The same with more behind it in its chain. */
    public TestPki with(TestPki intermediate) {
        var longer = new ArrayList<>(chain);
        longer.addAll(intermediate.chain);
        return new TestPki(longer, key);
    }

    public X509Certificate certificate() {
        return chain.get(0);
    }

    /** The whole chain as PEM. */
    public String chainPem() {
        var all = new StringBuilder();
        try {
            for (X509Certificate one : chain) {
                all.append(pem("CERTIFICATE", one.getEncoded()));
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
        return all.toString();
    }

    /** The key as PKCS#8. */
    public String keyPem() {
        return pem("PRIVATE KEY", key.getEncoded());
    }

    /** The key in the form that OpenSSL wrote before PKCS#8. */
    public String oldKeyPem() {
        byte[] inner = inner(key.getEncoded());
        if (key.getAlgorithm().equals("RSA")) {
            return pem("RSA PRIVATE KEY", inner);
        }
        // The JDK leaves the curve out: version, key, and perhaps the public key are all there is.
        byte[] secret = new byte[inner[6]];
        System.arraycopy(inner, 7, secret, 0, secret.length);
        return pem("EC PRIVATE KEY", der(0x30, new byte[] {2, 1, 1}, der(0x04, secret), der(0xa0, P_256)));
    }

    /** An EC key as older tools write it: the curve in a block of its own. */
    public String keyPemWithParameters() {
        return pem("EC PARAMETERS", P_256) + pem("EC PRIVATE KEY", inner(key.getEncoded()));
    }

    /** What stands in the octet string of a PKCS#8 key, which is its last element. */
    private static byte[] inner(byte[] pkcs8) {
        int at = 1 + lengthBytes(pkcs8, 1) + 3;
        at += 1 + lengthBytes(pkcs8, at + 1) + pkcs8[at + 1];
        at += 1 + lengthBytes(pkcs8, at + 1);
        byte[] content = new byte[pkcs8.length - at];
        System.arraycopy(pkcs8, at, content, 0, content.length);
        return content;
    }

    private static int lengthBytes(byte[] der, int at) {
        return der[at] >= 0 ? 1 : 1 + (der[at] & 0x7f);
    }

    /** What an authority says by OCSP of a certificate that it has issued and not revoked (RFC 6960), from an hour ago for a day. */
    public byte[] ocspResponse(X509Certificate of) {
        try {
            byte[] spki = certificate().getPublicKey().getEncoded();
            MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
            byte[] name = sha1.digest(certificate().getSubjectX500Principal().getEncoded());
            byte[] bits = sha1.digest(Arrays.copyOfRange(spki, spki.length - EC_POINT, spki.length));
            Instant since = Instant.now().minus(Duration.ofHours(1));
            byte[] one = der(
                    0x30,
                    der(
                            0x30,
                            SHA_1,
                            der(0x04, name),
                            der(0x04, bits),
                            der(0x02, of.getSerialNumber().toByteArray())),
                    new byte[] {(byte) 0x80, 0},
                    time(since),
                    der(0xa0, time(since.plus(Duration.ofDays(1)))));
            byte[] said = der(
                    0x30, der(0xa1, certificate().getSubjectX500Principal().getEncoded()), time(since), der(0x30, one));
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(key);
            signature.update(said);
            byte[] basic = der(0x30, said, ECDSA, der(0x03, new byte[1], signature.sign()));
            return der(
                    0x30,
                    new byte[] {0x0a, 1, 0},
                    der(0xa0, der(0x30, der(0x06, hex("2b0601050507300101")), der(0x04, basic))));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What a server or client with this certificate uses, that trusts these authorities; none for nobody. */
    public SSLContext context(TestPki... trusted) {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            store.setKeyEntry("own", key, PASSWORD, chain.toArray(new Certificate[0]));
            var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, PASSWORD);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), trust(trusted).getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What a client without a certificate uses, that trusts these authorities. */
    public static SSLContext trusting(TestPki... authorities) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust(authorities).getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static TrustManagerFactory trust(TestPki... authorities) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        for (TestPki authority : authorities) {
            store.setCertificateEntry(Integer.toString(store.size()), authority.certificate());
        }
        var trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(store);
        return trust;
    }

    private static KeyPair pair(String algorithm) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
        if (algorithm.equals("EC")) {
            generator.initialize(new ECGenParameterSpec("secp256r1"));
        } else {
            generator.initialize(2048);
        }
        return generator.generateKeyPair();
    }

    private static X509Certificate certificate(
            KeyPair pair,
            X500Principal subject,
            X500Principal issuer,
            PrivateKey signer,
            Instant from,
            Instant to,
            byte[] extensions)
            throws GeneralSecurityException {
        boolean rsa = signer.getAlgorithm().equals("RSA");
        byte[] algorithm = rsa ? RSA : ECDSA;
        byte[] body = der(
                0x30,
                der(0xa0, new byte[] {2, 1, 2}),
                der(0x02, BigInteger.valueOf(SERIAL.getAndIncrement()).toByteArray()),
                algorithm,
                issuer.getEncoded(),
                der(0x30, time(from), time(to)),
                subject.getEncoded(),
                pair.getPublic().getEncoded(),
                der(0xa3, der(0x30, extensions)));
        Signature signature = Signature.getInstance(rsa ? "SHA256withRSA" : "SHA256withECDSA");
        signature.initSign(signer);
        signature.update(body);
        byte[] whole = der(0x30, body, algorithm, der(0x03, new byte[1], signature.sign()));
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(whole));
    }

    private static byte[] time(Instant instant) {
        return der(0x18, TIME.format(instant).getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] extension(String oid, boolean critical, byte[] value) {
        byte[] name = der(0x06, hex(oid));
        return critical
                ? der(0x30, name, der(0x01, new byte[] {-1}), der(0x04, value))
                : der(0x30, name, der(0x04, value));
    }

    private static byte[] der(int tag, byte[]... parts) {
        var content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        var all = new ByteArrayOutputStream();
        all.write(tag);
        int length = content.size();
        if (length > 0xff) {
            all.write(0x82);
            all.write(length >> 8);
        } else if (length > 0x7f) {
            all.write(0x81);
        }
        all.write(length);
        all.writeBytes(content.toByteArray());
        return all.toByteArray();
    }

    private static byte[] hex(String text) {
        return new BigInteger(text, 16).toByteArray();
    }

    private static String pem(String label, byte[] der) {
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n";
    }
}
