package io.gatehouse.discovery.api;

import io.gatehouse.configuration.ConfigPath;
import io.gatehouse.configuration.FilePath;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Certificates that those of servers have to be signed by, in place of what the JDK trusts. */
public final class Authorities {

    private Authorities() {}

    /** The file that is configured, if there is one. */
    public static @Nullable Path file(@Nullable FilePath ca) {
        return ca == null ? null : ca.resolve();
    }

    /** Refuses a file without certificates below the key {@code ca} of the place. */
    public static void check(@Nullable FilePath ca, ConfigPath place) {
        if (ca != null) {
            try {
                of(ca.resolve());
            } catch (ApiFailure e) {
                place.key("ca", ca.origin())
                        .refuse(
                                ca.origin(),
                                '"' + ca.text() + '"',
                                "a file of certificates in PEM, but " + e.getMessage());
            }
        }
    }

    /**
     * Trusts a file of PEM certificates alone.
     *
     * @throws ApiFailure if it cannot be read or holds none
     */
    public static SSLContext of(Path file) throws ApiFailure {
        try (InputStream in = Files.newInputStream(file)) {
            Collection<? extends Certificate> certificates =
                    CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (certificates.isEmpty()) {
                throw new ApiFailure("the file " + file + " holds no certificate");
            }
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int number = 0;
            for (Certificate certificate : certificates) {
                store.setCertificateEntry("authority-" + number++, certificate);
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (NoSuchFileException e) {
            throw new ApiFailure("there is no file " + file);
        } catch (ApiFailure e) {
            throw e;
        } catch (IOException | GeneralSecurityException e) {
            throw new ApiFailure("the file " + file + " holds no certificates in PEM");
        }
    }
}
