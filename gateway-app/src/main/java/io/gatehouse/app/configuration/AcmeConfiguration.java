package io.gatehouse.app.configuration;

import io.gatehouse.acme.AcmeSettings;
import io.gatehouse.acme.AcmeSettings.ChallengeKind;
import io.gatehouse.configuration.Default;
import io.gatehouse.configuration.Described;
import io.gatehouse.configuration.FilePath;
import io.gatehouse.configuration.MalformedValue;
import io.gatehouse.configuration.Matching;
import io.gatehouse.configuration.NotEmpty;
import io.gatehouse.configuration.ScalarType;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Certificates that an authority issues by ACME (RFC 8555), one for each name, renewed at two thirds of their life. */
public record AcmeConfiguration(
        @Described(
                "The names to have certificates for, at most 100. Clients and the authority have to reach the gateway by them.")
        @NotEmpty
        List<CertifiedName> hosts,

        @Described(
                "A folder for the key of the account and the certificates, made if it is missing. Processes may share it: one of them orders, all serve.")
        FilePath storage,

        @Described("The authority's directory. Who names one agrees to its terms of service.")
        @Default("https://acme-v02.api.letsencrypt.org/directory")
        @Matching(value = "https://[A-Za-z0-9.:\\[\\]-]+(/[A-Za-z0-9._~/%-]*)?", expected = "an address with https://")
        String directory,

        @Described("Where the authority may write to.")
        @Matching(value = "[^@\\s,?]+@[^@\\s,?]+", expected = "an address such as ops@acme.example")
        @Nullable
        String email,

        @Described(
                "Certificates of those who may have issued the directory's own, as PEM; without it, what Java trusts.")
        @Nullable
        FilePath authorities,

        @Described(
                "How the authority validates names: by a certificate at port 443 (tls-alpn-01), by a file at port 80 (http-01); the next one after each failure.")
        @Default({"tls-alpn-01", "http-01"})
        @NotEmpty
        List<ChallengeKind> challenges) {

    private static final int MOST_HOSTS = 100;

    public AcmeConfiguration {
        hosts = List.copyOf(hosts);
        challenges = List.copyOf(challenges);
        if (hosts.size() > MOST_HOSTS || new HashSet<>(hosts).size() < hosts.size()) {
            throw new MalformedValue("at most " + MOST_HOSTS + " hosts, each once");
        }
        if (new HashSet<>(challenges).size() < challenges.size()) {
            throw new MalformedValue("each challenge once");
        }
        try {
            URI.create(directory);
        } catch (IllegalArgumentException e) {
            throw new MalformedValue("an address with https:// as directory");
        }
    }

    /** The same for the one who has them issued. */
    public AcmeSettings settings() {
        FilePath trusted = authorities;
        return new AcmeSettings(
                URI.create(directory),
                trusted == null ? null : trusted.resolve(),
                email,
                hosts.stream().map(CertifiedName::text).toList(),
                challenges,
                storage.resolve());
    }

    /** A name that certificates are issued for. */
    @ScalarType(
            name = "DNS name",
            expected =
                    "a DNS name such as api.acme.example; not an address, and no wildcard, which only DNS could validate",
            pattern = "[A-Za-z0-9]([A-Za-z0-9-]{0,62})(\\.[A-Za-z0-9]([A-Za-z0-9-]{0,62}))*")
    public record CertifiedName(String text) {

        private static final int LONGEST = 253;

        public static CertifiedName parse(String text) {
            String name = text.toLowerCase(Locale.ROOT);
            String label = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";
            if (name.length() > LONGEST || !name.matches(label + "(\\." + label + ")*") || name.matches("[0-9.]+")) {
                throw new MalformedValue(
                        "a DNS name such as api.acme.example; not an address, and no wildcard, which only DNS could validate");
            }
            return new CertifiedName(name);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
