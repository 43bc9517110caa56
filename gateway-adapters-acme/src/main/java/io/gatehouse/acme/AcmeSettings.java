package io.gatehouse.acme;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What is to be issued, by whom, and where it is kept. Immutable.
 *
 * @param directory the authority's directory, with {@code https}
 * @param authorities the certificates that its own may be issued by, as PEM; null for those that Java trusts
 * @param email where the authority may write to; null to tell it none
 * @param hosts the DNS names, in small letters; each gets a certificate of its own
 * @param challenges by which names are validated, in this order: the next one after each failure
 * @param storage the folder in which account and certificates are kept
 */
public record AcmeSettings(
        URI directory,
        @Nullable Path authorities,
        @Nullable String email,
        List<String> hosts,
        List<ChallengeKind> challenges,
        Path storage) {

    public AcmeSettings {
        hosts = List.copyOf(hosts);
        challenges = List.copyOf(challenges);
        if (hosts.isEmpty() || challenges.isEmpty() || !"https".equals(directory.getScheme())) {
            throw new IllegalArgumentException("hosts, a challenge and a directory with https are needed");
        }
    }

    /** How an authority convinces itself that a name leads here. */
    public enum ChallengeKind {
        /** It asks for a file at port 80 (RFC 8555). */
        HTTP_01,
        /** It asks for a certificate at port 443 (RFC 8737). */
        TLS_ALPN_01;

        /** As the protocol calls it. */
        String type() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** Where the certificate for a name is kept, with its chain and its key in the same file. */
    public Path certificate(String host) {
        return new AcmeFolder(storage, directory).certificate(host);
    }
}
