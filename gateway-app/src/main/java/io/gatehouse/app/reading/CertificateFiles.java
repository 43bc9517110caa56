package io.gatehouse.app.reading;

import io.gatehouse.app.configuration.GatewayConfiguration;
import io.gatehouse.app.configuration.ListenConfiguration;
import io.gatehouse.app.configuration.ListenConfiguration.CertificateConfiguration;
import io.gatehouse.app.configuration.ListenConfiguration.ClientCertificatesConfiguration;
import io.gatehouse.app.configuration.ListenConfiguration.TlsConfiguration;
import io.gatehouse.configuration.FilePath;
import io.gatehouse.configuration.Notice;
import io.gatehouse.configuration.Problems;
import io.gatehouse.http.tls.BadCertificateException;
import io.gatehouse.http.tls.CertifiedKey;
import io.gatehouse.http.tls.ServedCertificates;
import java.time.Instant;
import java.util.List;

/**
 * The rule that ports with TLS name certificates that can be used: a gateway does not start without. Not a problem of what is written,
 * as whoever checks or explains a configuration elsewhere need not have the keys.
 */
public final class CertificateFiles {

    private CertificateFiles() {}

    /** What the configuration calls a port: {@code listen}, or {@code listen[1]} where it has several. */
    public static String name(List<ListenConfiguration> ports, int index) {
        return ports.size() == 1 ? "listen" : "listen[" + index + "]";
    }

    static void check(GatewayConfiguration configuration, Instant now, Problems problems, List<String> refusals) {
        for (int i = 0; i < configuration.listen().size(); i++) {
            TlsConfiguration tls = configuration.listen().get(i).tls();
            if (tls != null) {
                check(tls, name(configuration.listen(), i) + ".tls", now, problems, refusals);
            }
        }
    }

    private static void check(
            TlsConfiguration tls, String path, Instant now, Problems problems, List<String> refusals) {
        List<CertificateConfiguration> all = tls.all();
        for (int i = 0; i < all.size(); i++) {
            FilePath file = all.get(i).certificate();
            FilePath key = all.get(i).key();
            String place = tls.certificates().isEmpty() ? path + ".certificate" : path + ".certificates[" + i + "]";
            try {
                CertifiedKey pair = CertifiedKey.read(file.resolve(), key == null ? file.resolve() : key.resolve());
                String warning = ServedCertificates.warning(pair.end(), now);
                if (warning != null) {
                    problems.warn(
                            new Notice(file.origin(), place, file.text() + " " + warning, "clients refuse it then"));
                }
            } catch (BadCertificateException unusable) {
                refusals.add(new Notice(file.origin(), place, file.text(), String.valueOf(unusable.getMessage()))
                        .toString());
            }
        }
        ClientCertificatesConfiguration clients = tls.clientCertificates();
        if (clients != null) {
            check(clients.authorities(), path + ".client-certificates.authorities", refusals);
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
