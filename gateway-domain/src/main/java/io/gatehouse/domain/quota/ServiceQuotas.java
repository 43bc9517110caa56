package io.gatehouse.domain.quota;

import io.gatehouse.domain.access.PathTree;
import org.jspecify.annotations.Nullable;

/**
 * What one level (a key, or the gateway) says about throttling of one service.
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
    QuotaRule find(String apiPath, boolean demandsUser) {
        QuotaRule quota = demandsUser ? privateApis : publicApis;
        return quota == null || apis == null || apis.find(apiPath) != null ? quota : null;
    }
}
