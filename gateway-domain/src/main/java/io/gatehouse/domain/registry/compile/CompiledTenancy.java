package io.gatehouse.domain.registry.compile;

import io.gatehouse.domain.registry.Courtesy;
import io.gatehouse.domain.registry.document.RegistryDocuments;
import io.gatehouse.domain.registry.document.TenantDocument;
import io.gatehouse.domain.tenancy.ApiKey;
import io.gatehouse.domain.tenancy.Keys;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who may call, and of which documents it was compiled.
 *
 * <p>A tenant is taken over from before if its document is the very same one, and so are those of the policy and of all products, as
 * its keys refer to what was compiled of them. One with hosts of its own is compiled anew, as these are the services'.
 *
 * @param byTenant the keys of each tenant, by the identity of its document
 * @param keys all of them
 */
record CompiledTenancy(
        CompiledPolicy policy, CompiledPackages packages, Map<TenantDocument, List<ApiKey>> byTenant, Keys keys) {

    @SuppressWarnings("ReferenceEquality") // only the very same one was compiled before
    static CompiledTenancy of(
            RegistryDocuments documents, boolean admitsUnknownPlaces, OwnHosts own, @Nullable CompiledTenancy before) {
        CompiledPolicy policy = CompiledPolicy.of(documents.policy(), before == null ? null : before.policy);
        CompiledPackages packages = CompiledPackages.of(documents.products(), before == null ? null : before.packages);
        Map<TenantDocument, List<ApiKey>> stays =
                before != null && before.policy == policy && before.packages == packages ? before.byTenant : Map.of();
        var tenants = new TenancyCompiler(
                packages, policy.policy().issuer(), new KeyCompiler(admitsUnknownPlaces, policy.quotas(), own));
        var byTenant = new IdentityHashMap<TenantDocument, List<ApiKey>>(
                documents.tenants().size());
        var all = new ArrayList<ApiKey>();
        documents.tenants().forEach((name, document) -> {
            Courtesy.giveWay();
            List<ApiKey> known = own.areOf(name) ? null : stays.get(document);
            List<ApiKey> keys = known == null ? tenants.compile(name, document) : known;
            byTenant.put(document, keys);
            all.addAll(keys);
        });
        return new CompiledTenancy(policy, packages, byTenant, new Keys(all));
    }
}
