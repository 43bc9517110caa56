package io.gatehouse.compiler;

import io.gatehouse.compiler.document.DeviceRulesDocument;
import io.gatehouse.compiler.document.DeviceRulesDocument.AccessDefault;
import io.gatehouse.compiler.document.DeviceRulesDocument.DevicePatternDocument;
import io.gatehouse.compiler.document.DeviceRulesDocument.DeviceVersionDocument;
import io.gatehouse.compiler.document.KeyDocument;
import io.gatehouse.compiler.document.KeyDocument.AddressRulesDocument;
import io.gatehouse.compiler.document.KeyDocument.CertificateFingerprint;
import io.gatehouse.compiler.document.KeyDocument.CertificateRulesDocument;
import io.gatehouse.compiler.document.KeyDocument.CertificateSubject;
import io.gatehouse.compiler.document.KeyDocument.Continent;
import io.gatehouse.compiler.document.KeyDocument.CountryCode;
import io.gatehouse.domain.access.Acl;
import io.gatehouse.domain.address.AddressRule;
import io.gatehouse.domain.device.DevicePattern;
import io.gatehouse.domain.device.DevicePattern.PartPattern;
import io.gatehouse.domain.device.DevicePattern.ReleasePattern;
import io.gatehouse.domain.device.DeviceRule;
import io.gatehouse.domain.geo.GeoRule;
import io.gatehouse.domain.identity.DeclaredIssuer;
import io.gatehouse.domain.maintenance.Maintenance;
import io.gatehouse.domain.observation.Observation;
import io.gatehouse.domain.quota.LastCounters;
import io.gatehouse.domain.quota.Quotas;
import io.gatehouse.domain.tenancy.ApiKey;
import io.gatehouse.domain.tenancy.Application;
import io.gatehouse.domain.tenancy.CertificateRule;
import io.gatehouse.domain.tenancy.KeyDigest;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Compiles keys with what they are bound to. */
final class KeyCompiler {

    private final boolean admitsUnknownPlaces;
    private final QuotaCompiler quotas;
    private final DedicatedHosts own;

    /** Compiles keys; the flag says whether addresses of unknown place pass rules about countries. */
    KeyCompiler(boolean admitsUnknownPlaces, QuotaCompiler quotas, DedicatedHosts own) {
        this.admitsUnknownPlaces = admitsUnknownPlaces;
        this.quotas = quotas;
        this.own = own;
    }

    /** A key of an application that is granted this and whose package says this of limits and of what is observed, and whose tenant may be under maintenance. */
    ApiKey compile(
            String name,
            Application application,
            Acl acl,
            Quotas ofPackage,
            @Nullable Observation observed,
            @Nullable Maintenance maintenance,
            KeyDocument document) {
        DeclaredIssuer issuer = application.tenant().issuer();
        String id = ApiKey.id(application.tenant().name(), application.name(), name);
        return new ApiKey(
                id,
                application,
                digest(document),
                document.environment(),
                document.expires() == null ? null : document.expires().toEpochMilli(),
                document.revoked(),
                maintenance,
                issuer == null ? null : issuer.settings(),
                acl,
                addresses(document.addresses()),
                geo(document),
                devices(document.devices()),
                certificates(document.certificates()),
                own.ofKey(id),
                quotas.services("the key's entry for ", document.throttling(), document.origin()),
                ofPackage,
                Observation.both(PolicyCompiler.observation(document.observe()), observed),
                new LastCounters(),
                document.origin());
    }

    private static KeyDigest digest(KeyDocument document) {
        if (document.hash() != null) {
            return KeyDigest.ofHex(document.hash().hex());
        }
        if (document.value() != null) {
            return KeyDigest.of(document.value().reveal());
        }
        throw new IllegalStateException(document.origin() + ": a key without value and hash was taken for good");
    }

    private static @Nullable AddressRule addresses(@Nullable AddressRulesDocument document) {
        return document == null ? null : new AddressRule(document.allow(), document.deny(), document.origin());
    }

    private @Nullable GeoRule geo(KeyDocument document) {
        var countries = document.countries();
        var continents = document.continents();
        if (countries == null && continents == null) {
            return null;
        }
        return new GeoRule(
                countries == null ? Set.of() : names(countries.allow()),
                countries == null ? Set.of() : names(countries.deny()),
                continents == null ? Set.of() : codes(continents.allow()),
                continents == null ? Set.of() : codes(continents.deny()),
                admitsUnknownPlaces,
                document.origin());
    }

    private static Set<String> names(@Nullable Set<CountryCode> countries) {
        return countries == null
                ? Set.of()
                : countries.stream().map(CountryCode::text).collect(Collectors.toSet());
    }

    private static Set<String> codes(@Nullable Set<Continent> continents) {
        return continents == null
                ? Set.of()
                : continents.stream().map(KeyCompiler::code).collect(Collectors.toSet());
    }

    private static String code(Continent continent) {
        return switch (continent) {
            case AFRICA -> "AF";
            case ANTARCTICA -> "AN";
            case ASIA -> "AS";
            case EUROPE -> "EU";
            case NORTH_AMERICA -> "NA";
            case OCEANIA -> "OC";
            case SOUTH_AMERICA -> "SA";
        };
    }

    private static @Nullable CertificateRule certificates(@Nullable CertificateRulesDocument document) {
        return document == null
                ? null
                : new CertificateRule(
                        document.subjects().stream()
                                .map(CertificateSubject::text)
                                .collect(Collectors.toSet()),
                        document.fingerprints().stream()
                                .map(CertificateFingerprint::hex)
                                .collect(Collectors.toSet()),
                        document.origin());
    }

    private static @Nullable DeviceRule devices(@Nullable DeviceRulesDocument document) {
        return document == null
                ? null
                : new DeviceRule(
                        patterns(document.allow()),
                        patterns(document.deny()),
                        document.withoutUserAgent() == AccessDefault.ALLOW,
                        document.origin());
    }

    private static List<DevicePattern> patterns(@Nullable List<DevicePatternDocument> documents) {
        return documents == null
                ? List.of()
                : documents.stream().map(KeyCompiler::pattern).toList();
    }

    private static DevicePattern pattern(DevicePatternDocument document) {
        var release = release(document.major(), document.minor(), document.patch());
        var os = document.os();
        return os == null
                ? new DevicePattern(orAny(document.family()), release, "*", ReleasePattern.ANY)
                : new DevicePattern(
                        orAny(document.family()),
                        release,
                        orAny(os.family()),
                        release(os.major(), os.minor(), os.patch()));
    }

    private static ReleasePattern release(
            @Nullable DeviceVersionDocument major,
            @Nullable DeviceVersionDocument minor,
            @Nullable DeviceVersionDocument patch) {
        return new ReleasePattern(part(major), part(minor), part(patch));
    }

    private static PartPattern part(@Nullable DeviceVersionDocument document) {
        if (document == null || "*".equals(document.exact())) {
            return PartPattern.ANY;
        }
        return new PartPattern(document.exact(), widened(document.min()), widened(document.max()));
    }

    private static @Nullable Long widened(@Nullable Integer number) {
        return number == null ? null : Long.valueOf(number);
    }

    private static String orAny(@Nullable String family) {
        return family == null ? "*" : family;
    }
}
