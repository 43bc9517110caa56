package io.gatehouse.compiler.document;

import io.gatehouse.compiler.document.ThrottlingDocument.ThrottlingLevelDocument;
import io.gatehouse.configuration.Default;
import io.gatehouse.configuration.Described;
import io.gatehouse.configuration.ExtensionName;
import io.gatehouse.configuration.Key;
import io.gatehouse.configuration.KeyPattern;
import io.gatehouse.configuration.ListOrExtension;
import io.gatehouse.configuration.MalformedValue;
import io.gatehouse.configuration.Matching;
import io.gatehouse.configuration.NotEmpty;
import io.gatehouse.configuration.OrderedMap;
import io.gatehouse.configuration.Origin;
import io.gatehouse.configuration.ScalarType;
import io.gatehouse.configuration.Secret;
import io.gatehouse.configuration.Setting;
import io.gatehouse.configuration.Sourced;
import io.gatehouse.domain.address.AddressRange;
import io.gatehouse.domain.observation.ObservedCheck;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;

/** A key that callers present, and what it is bound to. */
public record KeyDocument(
        @Described("The key itself. Either this or hash.") @Nullable
        Secret value,

        @Described("Its hash, so that no secret lies in the file: sha256: and 64 hex digits.") @Nullable
        KeyHash hash,

        @Described("The environment in which it is valid; without it all.")
        @Matching(value = NameForms.NAME, expected = NameForms.NAME_EXPECTED)
        @Nullable
        String environment,

        @Described("When it ends.") @Nullable Instant expires,

        @Described("Whether it is revoked.") @Default("false")
        boolean revoked,

        @Described("Where it may be used from.") @Nullable AddressRulesDocument addresses,

        @Described("In which countries it may be used; needs geo.database.") @Nullable
        CountryRulesDocument countries,

        @Described("On which continents it may be used; needs geo.database.") @Nullable
        ContinentRulesDocument continents,

        @Described("With which devices it may be used.") @Nullable
        DeviceRulesDocument devices,

        @Described("With which certificates of clients it may be used.") @Nullable
        CertificateRulesDocument certificates,

        @Described(
                "Hosts of its own, by service (orders) or version (orders:2), a list or what a discovery is asked: there its calls go,"
                        + " instead of to those that all share.")
        @Default({})
        @ExtensionName(HostDocument.DISCOVERY)
        Map<DeploymentReference, ListOrExtension<HostDocument>> hosts,

        @Described("Throttling by service; it wins over the gateway's. off: none for the service.")
        @Default({})
        @KeyPattern(value = NameForms.NAME, expected = NameForms.NAME_EXPECTED)
        Map<String, Setting<ThrottlingLevelDocument>> throttling,

        @Described(
                "Checks of its calls that are watched instead of enforced: what they would refuse goes on, and is logged and counted.")
        @Nullable
        Sourced<Set<ObservedCheck>> observe,

        Origin origin) {

    public KeyDocument {
        hosts = OrderedMap.copyOf(hosts);
        throttling = OrderedMap.copyOf(throttling);
        if ((value == null) == (hash == null)) {
            throw new MalformedValue("either value or hash");
        }
    }

    /** The hash of the key, however it is written. */
    public KeyHash fingerprint() {
        if (hash != null) {
            return hash;
        }
        return KeyHash.of(Objects.requireNonNull(value));
    }

    /** Addresses that are allowed and denied; deny is looked at first, an allow list that is written must hold. */
    public record AddressRulesDocument(
            @Described("Only these; without it all.") @NotEmpty @Nullable
            List<AddressRange> allow,

            @Described("Never these.") @Default({}) List<AddressRange> deny,
            Origin origin) {

        public AddressRulesDocument {
            allow = allow == null ? null : List.copyOf(allow);
            deny = List.copyOf(deny);
        }
    }

    /** Certificates of clients that are allowed: by subject, by fingerprint, or some by one and some by the other. */
    public record CertificateRulesDocument(
            @Described("Those of these subjects, as RFC 2253 writes them: CN=orders,O=Acme.") @Default({})
            Set<CertificateSubject> subjects,

            @Described("Those of these SHA-256 fingerprints: 64 hex digits, in pairs with colons or without.")
            @Default({})
            Set<CertificateFingerprint> fingerprints,

            Origin origin) {

        public CertificateRulesDocument {
            subjects = Set.copyOf(subjects);
            fingerprints = Set.copyOf(fingerprints);
            if (subjects.isEmpty() && fingerprints.isEmpty()) {
                throw new MalformedValue("subjects or fingerprints");
            }
        }
    }

    /** A subject in the one form that it is compared in. */
    @ScalarType(name = "certificate subject", expected = "a subject such as CN=orders,O=Acme", pattern = ".*=.*")
    public record CertificateSubject(String text) {

        public static CertificateSubject parse(String text) {
            try {
                return new CertificateSubject(new X500Principal(text).getName());
            } catch (IllegalArgumentException e) {
                throw new MalformedValue("a subject such as CN=orders,O=Acme");
            }
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /** A SHA-256, 64 hex digits in small letters. */
    @ScalarType(
            name = "certificate fingerprint",
            expected = "64 hex digits, the SHA-256 of a certificate",
            pattern = "([0-9A-Fa-f]{2}:?){32}")
    public record CertificateFingerprint(String hex) {

        public static CertificateFingerprint parse(String text) {
            String hex = text.replace(":", "").toLowerCase(Locale.ROOT);
            if (!hex.matches("[0-9a-f]{64}")) {
                throw new MalformedValue("64 hex digits, the SHA-256 of a certificate");
            }
            return new CertificateFingerprint(hex);
        }

        @Override
        public String toString() {
            return hex;
        }
    }

    /** Countries that are allowed and denied; deny is looked at first. */
    public record CountryRulesDocument(
            @Described("Only these, as ISO codes; without it all.") @NotEmpty @Nullable
            Set<CountryCode> allow,

            @Described("Never these, as ISO codes.") @Default({})
            Set<CountryCode> deny,

            Origin origin) {

        public CountryRulesDocument {
            allow = allow == null ? null : Set.copyOf(allow);
            deny = Set.copyOf(deny);
        }
    }

    /** A country by its two letters, ISO 3166-1 alpha-2. */
    @ScalarType(name = "country", expected = "an ISO country code such as DE", pattern = "[A-Z]{2}")
    public record CountryCode(String text) {

        private static final Set<String> KNOWN = Set.copyOf(Locale.getISOCountries(Locale.IsoCountryCode.PART1_ALPHA2));

        public static CountryCode parse(String text) {
            if (!KNOWN.contains(text) && !text.equals("XK")) {
                throw new MalformedValue(
                        "an ISO country code such as DE" + (text.equals("UK") ? "; did you mean GB?" : ""));
            }
            return new CountryCode(text);
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /** Continents that are allowed and denied; deny is looked at first. */
    public record ContinentRulesDocument(
            @Described("Only these: AF, AN, AS, EU, NA, OC, SA; without it all.") @NotEmpty @Nullable
            Set<Continent> allow,

            @Described("Never these.") @Default({}) Set<Continent> deny,
            Origin origin) {

        public ContinentRulesDocument {
            allow = allow == null ? null : Set.copyOf(allow);
            deny = Set.copyOf(deny);
        }
    }

    /** A continent by the two letters that geographic databases use. */
    public enum Continent {
        @Key("AF")
        AFRICA,
        @Key("AN")
        ANTARCTICA,
        @Key("AS")
        ASIA,
        @Key("EU")
        EUROPE,
        @Key("NA")
        NORTH_AMERICA,
        @Key("OC")
        OCEANIA,
        @Key("SA")
        SOUTH_AMERICA
    }
}
