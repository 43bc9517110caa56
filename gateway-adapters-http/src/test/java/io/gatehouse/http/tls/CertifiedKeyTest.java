package io.gatehouse.http.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatehouse.domain.TestPki;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.PBEParameterSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every form in which tools write certificates and keys is read, and what cannot be used is refused in words. */
class CertifiedKeyTest {

    private static final TestPki AUTHORITY = TestPki.authority("test authority");
    private static final TestPki EC = AUTHORITY.issue("EC", "api.test", "*.shop.test", "10.1.2.3");
    private static final TestPki RSA = AUTHORITY.issue("RSA", "api.test");

    @TempDir
    private Path folder;

    @Test
    void readsEveryUsualForm() throws Exception {
        Map<String, String> forms = new TreeMap<>();
        forms.put("EC, PKCS#8", EC.keyPem());
        forms.put("EC, SEC 1", EC.oldKeyPem());
        forms.put("EC, SEC 1 with parameters in front", EC.keyPemWithParameters());
        forms.put("EC, with Windows line ends", EC.keyPem().replace("\n", "\r\n"));
        forms.put("EC, with text around", "Bag Attributes\n  friendlyName: x\n" + EC.keyPem() + "the end\n");
        for (Map.Entry<String, String> form : forms.entrySet()) {
            CertifiedKey read = read(EC.chainPem(), form.getValue());
            assertThat(read.algorithm()).as(form.getKey()).isEqualTo("EC");
            assertThat(read.names()).containsExactlyInAnyOrder("api.test", "*.shop.test");
        }
        assertThat(read(RSA.chainPem(), RSA.keyPem()).algorithm()).isEqualTo("RSA");
        assertThat(read(RSA.chainPem(), RSA.oldKeyPem()).key()).isEqualTo(RSA.key());
    }

    @Test
    void readsAChainAndItsKeyFromOneFile() throws Exception {
        TestPki below = AUTHORITY.intermediate("below");
        TestPki issued = below.issue("EC", "api.test").with(below);
        Path file = write("all.pem", issued.keyPem() + issued.chainPem());
        assertThat(CertifiedKey.read(file, file).chain()).isEqualTo(issued.chain());
    }

    @Test
    void saysWhatCannotBeUsed() throws Exception {
        TestPki below = AUTHORITY.intermediate("below");
        String cut = EC.keyPem().substring(0, 80);
        refuses(EC.chainPem(), RSA.keyPem(), "is not the key of the certificate in");
        refuses(RSA.chainPem(), EC.keyPem(), "is not the key of the certificate in");
        refuses(EC.chainPem(), AUTHORITY.issue("EC", "x").keyPem(), "is not the key of the certificate in");
        refuses(EC.chainPem(), "", "has no private key");
        refuses(EC.chainPem(), EC.keyPem() + EC.keyPem(), "has two private keys");
        refuses(EC.chainPem(), cut, "does not end");
        refuses("", EC.keyPem(), "has no certificate in PEM form");
        refuses(EC.keyPem(), EC.keyPem(), "has no certificate in PEM form");
        refuses(EC.chainPem() + RSA.chainPem(), EC.keyPem(), "certificate 2 did not issue the one before it");
        refuses(below.chainPem() + EC.chainPem(), EC.keyPem(), "the server's own comes first");
        refuses(
                "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
                EC.keyPem(),
                "has a certificate that cannot be read");
        refuses(EC.chainPem(), pem("PRIVATE KEY", new byte[] {1, 2, 3}), "cannot be read, neither as EC nor as RSA");
        refuses(EC.chainPem(), pem("EC PRIVATE KEY", new byte[] {0x30, 3, 2, 1, 1}), "does not name its curve");
        refuses(EC.chainPem(), pem("EC PRIVATE KEY", new byte[] {0x30, (byte) 0x84, 127}), "EC key");
        refuses(EC.chainPem(), pem("DSA PRIVATE KEY", new byte[] {1}), "of an unknown form, DSA PRIVATE KEY");
        Path nothing = folder.resolve("nothing.pem");
        assertThatThrownBy(() -> CertifiedKey.read(nothing, nothing)).hasMessage(nothing + ": there is no such file");
    }

    @Test
    void refusesEncryptedKeysAndSaysWhatToDo() throws Exception {
        byte[] salt = {1, 2, 3, 4, 5, 6, 7, 8};
        var secret = SecretKeyFactory.getInstance("PBEWithSHA1AndDESede")
                .generateSecret(new PBEKeySpec("pass".toCharArray()));
        Cipher cipher = Cipher.getInstance("PBEWithSHA1AndDESede");
        cipher.init(Cipher.ENCRYPT_MODE, secret, new PBEParameterSpec(salt, 1000));
        byte[] encrypted = new EncryptedPrivateKeyInfo(
                        cipher.getParameters(), cipher.doFinal(EC.key().getEncoded()))
                .getEncoded();
        refuses(EC.chainPem(), pem("ENCRYPTED PRIVATE KEY", encrypted), "has an encrypted key; store it without");
        refuses(
                EC.chainPem(),
                "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\nAAAA\n"
                        + "-----END RSA PRIVATE KEY-----\n",
                "has an encrypted key; store it without");
    }

    private static String pem(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n" + Base64.getMimeEncoder().encodeToString(der) + "\n-----END " + label
                + "-----\n";
    }

    private void refuses(String certificate, String key, String why) {
        assertThatThrownBy(() -> read(certificate, key))
                .isInstanceOf(BadCertificateException.class)
                .hasMessageContaining(why)
                .hasMessageStartingWith(folder.toString())
                .message()
                .doesNotContain(EC.keyPem().substring(40, 80));
    }

    private CertifiedKey read(String certificate, String key) throws IOException, BadCertificateException {
        return CertifiedKey.read(write("c.pem", certificate), write("k.pem", key));
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }
}
