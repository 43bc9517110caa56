package io.gatehouse.app.reading;

import io.gatehouse.app.configuration.AcmeConfiguration;
import io.gatehouse.app.configuration.GatewayConfiguration;
import io.gatehouse.app.configuration.ListenConfiguration;
import io.gatehouse.app.configuration.ListenConfiguration.CertificateConfiguration;
import io.gatehouse.app.configuration.ListenConfiguration.ClientCertificatesConfiguration;
import io.gatehouse.app.configuration.ListenConfiguration.TlsConfiguration;
import io.gatehouse.app.configuration.UpstreamTlsConfiguration;
import io.gatehouse.configuration.FilePath;
import io.gatehouse.configuration.Notice;
import io.gatehouse.configuration.Problems;
import io.gatehouse.http.tls.BadCertificateException;
import io.gatehouse.http.tls.CertifiedKey;
import io.gatehouse.http.tls.ServedCertificates;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rule that ports and upstreams with TLS name certificates that can be used: a gateway does not start without. Not a problem of what is written,
 * as whoever checks or explains a configuration elsewhere need not have the keys.
 */
public final class CertificateFiles {

    private CertificateFiles() {}

    /** What the configuration calls a port: {@code listen}, or {@code listen[1]} where it has several. */
    public static String name(List<ListenConfiguration> ports, int index) {
        return ports.size() == 1 ? "listen" : "listen[" + index + "]";
    }

    static void check(GatewayConfiguration configuration, Instant now, Problems problems, List<String> refusals) {
        for (int i = 0; i < configuration.upstreamTls().size(); i++) {
            check(configuration.upstreamTls().get(i), "upstream-tls[" + i + "]", now, problems, refusals);
        }
        for (int i = 0; i < configuration.listen().size(); i++) {
            TlsConfiguration tls = configuration.listen().get(i).tls();
            if (tls != null) {
                check(tls, name(configuration.listen(), i) + ".tls", now, problems, refusals);
            }
        }
    }

    private static void check(
            UpstreamTlsConfiguration tls, String path, Instant now, Problems problems, List<String> refusals) {
        FilePath authorities = tls.authorities();
        if (authorities != null) {
            check(authorities, path + ".authorities", refusals);
        }
        FilePath certificate = tls.certificate();
        if (certificate != null) {
            check(certificate, tls.key(), path + ".certificate", now, problems, refusals);
        }
    }

    private static void check(
            TlsConfiguration tls, String path, Instant now, Problems problems, List<String> refusals) {
        List<CertificateConfiguration> all = tls.all();
        for (int i = 0; i < all.size(); i++) {
            String place = tls.certificates().isEmpty() ? path + ".certificate" : path + ".certificates[" + i + "]";
            check(all.get(i).certificate(), all.get(i).key(), place, now, problems, refusals);
        }
        AcmeConfiguration acme = tls.acme();
        if (acme != null) {
            check(acme, path + ".acme", refusals);
        }
        ClientCertificatesConfiguration clients = tls.clientCertificates();
        if (clients != null) {
            check(clients.authorities(), path + ".client-certificates.authorities", refusals);
        }
    }

    /** What is missing is made; so there only has to be a place for it. */
    private static void check(AcmeConfiguration acme, String path, List<String> refusals) {
        FilePath authorities = acme.authorities();
        if (authorities != null) {
            check(authorities, path + ".authorities", refusals);
        }
        Path folder = acme.storage().resolve().toAbsolutePath();
        while (folder != null && Files.notExists(folder)) {
            folder = folder.getParent();
        }
        if (folder == null || !Files.isDirectory(folder) || !Files.isWritable(folder)) {
            refusals.add(new Notice(
                            acme.storage().origin(),
                            path + ".storage",
                            acme.storage().text(),
                            "no folder that can be written to: " + folder)
                    .toString());
        }
    }

    private static void check(
            FilePath file,
            @Nullable FilePath key,
            String place,
            Instant now,
            Problems problems,
            List<String> refusals) {
        try {
            CertifiedKey pair = CertifiedKey.read(file.resolve(), key == null ? file.resolve() : key.resolve());
            String warning = ServedCertificates.warning(pair.end(), now);
            if (warning != null) {
                problems.warn(new Notice(file.origin(), place, file.text() + " " + warning, "it is refused then"));
            }
        } catch (BadCertificateException unusable) {
            refusals.add(
                    new Notice(file.origin(), place, file.text(), String.valueOf(unusable.getMessage())).toString());
        }
    }

    private static void check(FilePath authorities, String path, List<String> refusals) {
        try {
            CertifiedKey.certificates(authorities.resolve());
        } catch (BadCertificateException unusable) {
            refusals.add(
                    new Notice(authorities.origin(), path, authorities.text(), String.valueOf(unusable.getMessage()))
                            .toString());
        }
    }
}
