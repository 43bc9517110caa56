package io.gatehouse.domain.tenancy;

import io.gatehouse.configuration.Origin;
import io.gatehouse.domain.access.Acl;
import io.gatehouse.domain.address.AddressRule;
import io.gatehouse.domain.device.DeviceRule;
import io.gatehouse.domain.geo.GeoRule;
import io.gatehouse.domain.identity.TokenIssuer;
import io.gatehouse.domain.maintenance.Maintenance;
import io.gatehouse.domain.observation.Observation;
import io.gatehouse.domain.quota.LastCounters;
import io.gatehouse.domain.quota.Quotas;
import io.gatehouse.domain.quota.Quotas.ServiceQuotas;
import io.gatehouse.domain.service.ServiceVersion;
import io.gatehouse.domain.service.VersionKey;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A key that callers present, and what it is bound to. Holds only its digest, never its text.
 *
 * <p>What its tenant and its application say of all their keys stands in each of them, so that who judges a call need not go there.
 *
 * @param id names it for people and upstreams, without being secret: {@code acme/storefront/web}
 * @param application whose it is
 * @param digest the SHA-256 of its text
 * @param environment where it is valid; null for everywhere
 * @param expiresMillis when it ends, since the epoch; null for never
 * @param revoked whether it has been revoked
 * @param maintenance its tenant is under maintenance; null if it is not
 * @param issuer whose tokens are believed with it; null for nobody's
 * @param acl what its calls are granted: its application's own rules, over those of the package
 * @param addresses where it may be used from; null for everywhere
 * @param geo in which countries it may be used; null for all
 * @param devices with which devices it may be used; null for all
 * @param certificates with which certificates of clients it may be used; null for any, and none
 * @param hosts where its calls go that do not go where everybody's go, by the version that is called
 * @param quotas what it says of throttling, by service
 * @param packageQuotas what the package of its application says of throttling
 * @param observation the checks that are watched instead of enforced for its calls, as it or its package says; null for none
 * @param lastCounters the counters of the last calls with it
 * @param origin the place in the configuration that declares it
 */
public record ApiKey(
        String id,
        Application application,
        KeyDigest digest,
        @Nullable String environment,
        @Nullable Long expiresMillis,
        boolean revoked,
        @Nullable Maintenance maintenance,
        @Nullable TokenIssuer issuer,
        Acl acl,
        @Nullable AddressRule addresses,
        @Nullable GeoRule geo,
        @Nullable DeviceRule devices,
        @Nullable CertificateRule certificates,
        Map<VersionKey, ServiceVersion> hosts,
        Map<String, ServiceQuotas> quotas,
        Quotas packageQuotas,
        @Nullable Observation observation,
        LastCounters lastCounters,
        Origin origin) {

    public ApiKey {
        hosts = Map.copyOf(hosts);
        quotas = Map.copyOf(quotas);
    }

    /** What a key is called, by the names that the configuration uses. */
    public static String id(String tenant, String application, String key) {
        return tenant + "/" + application + "/" + key;
    }

    /** Where its calls of a version go: to hosts of its own, or where everybody's go. */
    public ServiceVersion deployment(ServiceVersion shared) {
        return hosts.isEmpty() ? shared : hosts.getOrDefault(shared.key(), shared);
    }

    /** Whether it is valid in an environment. */
    public boolean isFor(String where) {
        return environment == null || environment.equals(where);
    }

    /** Whether it has ended by then. */
    public boolean isExpired(long epochMillis) {
        return expiresMillis != null && epochMillis >= expiresMillis;
    }
}
