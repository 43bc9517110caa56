package io.gatehouse.domain.quota;

import io.gatehouse.domain.access.PathTree;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the gateway's policy, or a package, says about throttling.
 *
 * @param edge for every request, before anybody is identified; null for none, as in every package
 * @param publicApis for APIs that demand no user, where no service's entry decides; null if it says nothing of them
 * @param privateApis for APIs that demand a user, where no service's entry decides; null if it says nothing of them
 * @param services entries by service
 */
public record Quotas(
        @Nullable QuotaRule edge,
        @Nullable QuotaRule publicApis,
        @Nullable QuotaRule privateApis,
        Map<String, ServiceQuotas> services) {

    /** No throttling at all. */
    public static final Quotas NONE = new Quotas(null, null, null, Map.of());

    public Quotas {
        services = Map.copyOf(services);
    }

    /**
     * What applies to an API: what the key's entry for the service says, else the package's entry for it, else the gateway's;
     * else the package as a whole, else the gateway as a whole. Null if nobody says anything.
     *
     * @param ofKey the entries of the key that the caller presented, by service
     * @param ofPackage what the package of this key says; {@link #NONE} without a key
     * @param service the service that is called
     * @param path a path
     * @param from where the part of it begins that access rules speak of
     * @param demandsUser whether the access rule demands a user
     */
    public @Nullable QuotaRule find(
            Map<String, ServiceQuotas> ofKey,
            Quotas ofPackage,
            String service,
            String path,
            int from,
            boolean demandsUser) {
        QuotaRule quota = find(ofKey.get(service), path, from, demandsUser);
        if (quota == null) {
            quota = find(ofPackage.services.get(service), path, from, demandsUser);
        }
        if (quota == null) {
            quota = find(services.get(service), path, from, demandsUser);
        }
        if (quota == null) {
            quota = ofPackage.whole(demandsUser);
        }
        return quota == null ? whole(demandsUser) : quota;
    }

    private @Nullable QuotaRule whole(boolean demandsUser) {
        return demandsUser ? privateApis : publicApis;
    }

    private static @Nullable QuotaRule find(@Nullable ServiceQuotas entry, String path, int from, boolean demandsUser) {
        return entry == null ? null : entry.find(path, from, demandsUser);
    }

    /**
     * What one level (a key, a package, or the gateway) says about throttling of one service.
     *
     * @param publicApis for APIs that demand no user; null if this level says nothing of them
     * @param privateApis for APIs that demand a user; null if this level says nothing of them
     * @param apis the paths that this entry is about; null for all
     */
    public record ServiceQuotas(
            @Nullable QuotaRule publicApis,
            @Nullable QuotaRule privateApis,
            @Nullable PathTree<Boolean> apis) {

        /** What this entry says of an API; null if nothing, and the next level decides. */
        @Nullable
        QuotaRule find(String path, int from, boolean demandsUser) {
            QuotaRule quota = demandsUser ? privateApis : publicApis;
            return quota == null || apis == null || apis.find(path, from) != null ? quota : null;
        }
    }
}
