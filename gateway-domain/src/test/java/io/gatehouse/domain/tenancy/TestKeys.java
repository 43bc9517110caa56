package io.gatehouse.domain.tenancy;

import io.gatehouse.configuration.Origin;
import io.gatehouse.domain.access.Access;
import io.gatehouse.domain.access.AccessRule;
import io.gatehouse.domain.access.Acl;
import io.gatehouse.domain.access.VersionAcl;
import io.gatehouse.domain.address.AddressRule;
import io.gatehouse.domain.device.DeviceRule;
import io.gatehouse.domain.geo.GeoRule;
import io.gatehouse.domain.identity.DeclaredIssuer;
import io.gatehouse.domain.identity.TokenIssuer;
import io.gatehouse.domain.maintenance.Maintenance;
import io.gatehouse.domain.observation.Observation;
import io.gatehouse.domain.quota.LastCounters;
import io.gatehouse.domain.quota.Quotas;
import io.gatehouse.domain.quota.Quotas.ServiceQuotas;
import io.gatehouse.domain.service.VersionNumber;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Keys of the tenant acme for tests. */
public final class TestKeys {

    /** The place that everything made here says it comes from. */
    public static final Origin ORIGIN = Origin.of("test");

    private TestKeys() {}

    /** A good key with this text, whose application may do what this ACL grants. */
    public static ApiKey key(String text, Acl acl) {
        return key(text, acl, null, null);
    }

    /** A good key of the tenant of this name, whose application may do nothing. */
    public static ApiKey ofTenant(String name) {
        return key(name, "key-of-" + name, Acl.NOTHING, null, null);
    }

    /** The same of a tenant with these token settings and this maintenance. */
    public static ApiKey key(String text, Acl acl, @Nullable TokenIssuer issuer, @Nullable Maintenance maintenance) {
        return key("acme", text, acl, issuer, maintenance);
    }

    private static ApiKey key(
            String name, String text, Acl acl, @Nullable TokenIssuer issuer, @Nullable Maintenance maintenance) {
        var tenant = new Tenant(
                name, "Acme Inc.", "acme-id", issuer == null ? null : new DeclaredIssuer(issuer, ORIGIN), ORIGIN);
        var application = new Application("storefront", tenant, "shop", "basic", Priority.NORMAL, ORIGIN);
        return new ApiKey(
                "acme/storefront/" + text,
                application,
                KeyDigest.of(text),
                null,
                null,
                false,
                maintenance,
                issuer,
                acl,
                null,
                null,
                null,
                null,
                Map.of(),
                Map.of(),
                Quotas.NONE,
                null,
                new LastCounters(),
                ORIGIN);
    }

    /** The same key, bound to some rules. */
    public static ApiKey bound(
            ApiKey key, @Nullable AddressRule addresses, @Nullable GeoRule geo, @Nullable DeviceRule devices) {
        return new ApiKey(
                key.id(),
                key.application(),
                key.digest(),
                key.environment(),
                key.expiresMillis(),
                key.revoked(),
                key.maintenance(),
                key.issuer(),
                key.acl(),
                addresses,
                geo,
                devices,
                key.certificates(),
                key.hosts(),
                key.quotas(),
                key.packageQuotas(),
                key.observation(),
                new LastCounters(),
                ORIGIN);
    }

    /** The same key, valid only there and only until then, or withdrawn. */
    public static ApiKey limited(
            ApiKey key, @Nullable String environment, @Nullable Long expiresMillis, boolean revoked) {
        return new ApiKey(
                key.id(),
                key.application(),
                key.digest(),
                environment,
                expiresMillis,
                revoked,
                key.maintenance(),
                key.issuer(),
                key.acl(),
                key.addresses(),
                key.geo(),
                key.devices(),
                key.certificates(),
                key.hosts(),
                key.quotas(),
                key.packageQuotas(),
                key.observation(),
                new LastCounters(),
                ORIGIN);
    }

    /** The same key, to be used with these certificates of clients only. */
    public static ApiKey certified(ApiKey key, CertificateRule certificates) {
        return new ApiKey(
                key.id(),
                key.application(),
                key.digest(),
                key.environment(),
                key.expiresMillis(),
                key.revoked(),
                key.maintenance(),
                key.issuer(),
                key.acl(),
                key.addresses(),
                key.geo(),
                key.devices(),
                certificates,
                key.hosts(),
                key.quotas(),
                key.packageQuotas(),
                key.observation(),
                new LastCounters(),
                ORIGIN);
    }

    /** The same key, with throttling of its own. */
    public static ApiKey throttled(ApiKey key, Map<String, ServiceQuotas> quotas) {
        return throttled(key, quotas, key.packageQuotas());
    }

    /** The same key, with throttling of its own, and of its package. */
    public static ApiKey throttled(ApiKey key, Map<String, ServiceQuotas> quotas, Quotas ofPackage) {
        return new ApiKey(
                key.id(),
                key.application(),
                key.digest(),
                key.environment(),
                key.expiresMillis(),
                key.revoked(),
                key.maintenance(),
                key.issuer(),
                key.acl(),
                key.addresses(),
                key.geo(),
                key.devices(),
                key.certificates(),
                key.hosts(),
                quotas,
                ofPackage,
                key.observation(),
                new LastCounters(),
                ORIGIN);
    }

    /** The same key, for whose calls these checks are only watched. */
    public static ApiKey observing(ApiKey key, Observation observation) {
        return new ApiKey(
                key.id(),
                key.application(),
                key.digest(),
                key.environment(),
                key.expiresMillis(),
                key.revoked(),
                key.maintenance(),
                key.issuer(),
                key.acl(),
                key.addresses(),
                key.geo(),
                key.devices(),
                key.certificates(),
                key.hosts(),
                key.quotas(),
                key.packageQuotas(),
                observation,
                new LastCounters(),
                ORIGIN);
    }

    /** Grants these versions of a service to everybody with the key. */
    public static Acl open(String service, String... versions) {
        Access everybody = new Access.Everybody();
        return new Acl(
                Set.of(service),
                Arrays.stream(versions)
                        .map(version -> rules(service, version, new AccessRule(everybody, everybody, false, ORIGIN)))
                        .toList(),
                null);
    }

    /** The same rule for every call of a version. */
    public static VersionAcl rules(String service, String version, AccessRule rule) {
        return new VersionAcl(service, VersionNumber.parse(version), null, Map.of(), rule, ORIGIN);
    }
}
