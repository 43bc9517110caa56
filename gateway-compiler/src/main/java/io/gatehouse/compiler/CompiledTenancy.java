package io.gatehouse.compiler;

import io.gatehouse.compiler.document.CooperativeYield;
import io.gatehouse.compiler.document.RegistryDocuments;
import io.gatehouse.compiler.document.TenantDocument;
import io.gatehouse.domain.tenancy.ApiKey;
import io.gatehouse.domain.tenancy.ApiKeys;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who may call, and of which documents it was compiled.
 *
 * <p>A tenant is taken over from before if its document is equal, and so are those of the policy and of all products, as its keys
 * refer to what was compiled of them. One with hosts of its own is compiled anew, as these are the services'.
 *
 * @param byName what was compiled of each tenant
 * @param keys all of them
 */
record CompiledTenancy(
        CompiledPolicy policy, CompiledPackages packages, Map<String, CompiledTenant> byName, ApiKeys keys) {

    /** The keys of a tenant, and its document. */
    private record CompiledTenant(TenantDocument document, List<ApiKey> keys) {}

    static CompiledTenancy of(
            RegistryDocuments documents,
            boolean admitsUnknownPlaces,
            DedicatedHosts own,
            @Nullable CompiledTenancy before) {
        CompiledPolicy policy = CompiledPolicy.of(documents.policy(), before == null ? null : before.policy);
        CompiledPackages packages =
                CompiledPackages.of(documents.products(), policy.quotas(), before == null ? null : before.packages);
        boolean stays = before != null
                && before.policy.document().equals(documents.policy())
                && before.packages.products().equals(documents.products());
        var tenants = new TenancyCompiler(
                packages, policy.policy().issuer(), new KeyCompiler(admitsUnknownPlaces, policy.quotas(), own));
        var byName = new HashMap<String, CompiledTenant>(documents.tenants().size() * 2);
        var all = new ArrayList<ApiKey>();
        documents.tenants().forEach((name, document) -> {
            CooperativeYield.giveWay();
            CompiledTenant known = before == null ? null : before.byName.get(name);
            CompiledTenant tenant = stays && known != null && known.document.equals(document) && !own.areOf(name)
                    ? known
                    : new CompiledTenant(
                            document, tenants.compile(name, document, known == null ? List.of() : known.keys));
            byName.put(name, tenant);
            all.addAll(tenant.keys);
        });
        return new CompiledTenancy(policy, packages, byName, new ApiKeys(all));
    }
}
