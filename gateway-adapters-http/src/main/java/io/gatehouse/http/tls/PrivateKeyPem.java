package io.gatehouse.http.tls;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.List;

/** The private key of a PEM file: PKCS#8, or what OpenSSL wrote before that, PKCS#1 for RSA and SEC 1 for EC. */
final class PrivateKeyPem {

    private static final int INTEGER = 0x02;
    private static final int OCTET_STRING = 0x04;
    private static final int OBJECT_ID = 0x06;
    private static final int SEQUENCE = 0x30;
    private static final int CURVE = 0xa0;

    private static final byte[] VERSION_0 = {INTEGER, 1, 0};
    private static final byte[] RSA = {
        SEQUENCE, 13, OBJECT_ID, 9, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 0x0d, 1, 1, 1, 5, 0
    };
    private static final byte[] EC = {OBJECT_ID, 7, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 2, 1};

    /** In the order in which they are tried; a PKCS#8 key says by a number which it is. */
    private static final List<String> ALGORITHMS = List.of("EC", "RSA", "EdDSA", "RSASSA-PSS");

    private PrivateKeyPem() {}

    /** The only private key of these blocks. */
    static PrivateKey of(List<PemText.Block> blocks) throws BadCertificateException {
        PrivateKey found = null;
        byte[] curve = {};
        for (PemText.Block block : blocks) {
            if (block.label().equals("EC PARAMETERS")) {
                curve = block.der();
            }
            if (block.label().endsWith("PRIVATE KEY")) {
                if (found != null) {
                    throw new BadCertificateException("has two private keys");
                }
                found = key(block, curve);
            }
        }
        if (found == null) {
            throw new BadCertificateException("has no private key");
        }
        return found;
    }

    private static PrivateKey key(PemText.Block block, byte[] curve) throws BadCertificateException {
        if (block.encrypted() || block.label().equals("ENCRYPTED PRIVATE KEY")) {
            throw new BadCertificateException(
                    "has an encrypted key; store it without a passphrase (openssl pkey -in old.key -out new.key), readable for the gateway only");
        }
        return switch (block.label()) {
            case "PRIVATE KEY" -> parse(block.der());
            case "RSA PRIVATE KEY" -> parse(der(SEQUENCE, VERSION_0, RSA, der(OCTET_STRING, block.der())));
            case "EC PRIVATE KEY" ->
                parse(der(
                        SEQUENCE,
                        VERSION_0,
                        der(SEQUENCE, EC, curve.length > 0 ? curve : curveOf(block.der())),
                        der(OCTET_STRING, block.der())));
            default -> throw new BadCertificateException("has a key of an unknown form, " + block.label());
        };
    }

    private static PrivateKey parse(byte[] pkcs8) throws BadCertificateException {
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
            } catch (GeneralSecurityException e) {
                // The next one may know it.
            }
        }
        throw new BadCertificateException(
                "has a private key that cannot be read, neither as EC nor as RSA nor as EdDSA");
    }

    /** The curve that a SEC 1 key names: its third element, or the second where there is no public key. */
    private static byte[] curveOf(byte[] sec1) throws BadCertificateException {
        int at = content(sec1, 0);
        while (at < sec1.length) {
            int end = content(sec1, at) + length(sec1, at);
            if ((sec1[at] & 0xff) == CURVE && end <= sec1.length) {
                return Arrays.copyOfRange(sec1, content(sec1, at), end);
            }
            at = end;
        }
        throw new BadCertificateException("has an EC key that does not name its curve");
    }

    private static int content(byte[] der, int at) throws BadCertificateException {
        int first = byteAt(der, at + 1);
        return at + 2 + (first < 0x80 ? 0 : first - 0x80);
    }

    private static int length(byte[] der, int at) throws BadCertificateException {
        int first = byteAt(der, at + 1);
        if (first < 0x80) {
            return first;
        }
        int length = 0;
        for (int i = at + 2; i < content(der, at); i++) {
            length = length << 8 | byteAt(der, i);
        }
        if (length < 0 || length > der.length || first > 0x84) {
            throw new BadCertificateException("has an EC key that cannot be read");
        }
        return length;
    }

    private static int byteAt(byte[] der, int at) throws BadCertificateException {
        if (at >= der.length) {
            throw new BadCertificateException("has an EC key that cannot be read");
        }
        return der[at] & 0xff;
    }

    private static byte[] der(int tag, byte[]... parts) {
        var content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        int length = content.size();
        var all = new ByteArrayOutputStream(length + 6);
        all.write(tag);
        if (length < 0x80) {
            all.write(length);
        } else if (length < 0x100) {
            all.write(0x81);
            all.write(length);
        } else {
            all.write(0x82);
            all.write(length >> 8);
            all.write(length);
        }
        all.writeBytes(content.toByteArray());
        return all.toByteArray();
    }
}
