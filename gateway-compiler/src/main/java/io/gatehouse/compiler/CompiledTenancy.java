package io.gatehouse.compiler;

import io.gatehouse.compiler.document.CooperativeYield;
import io.gatehouse.compiler.document.RegistryDocuments;
import io.gatehouse.compiler.document.TenantDocument;
import io.gatehouse.domain.tenancy.ApiKey;
import io.gatehouse.domain.tenancy.ApiKeys;
import java.lang.ref.SoftReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who may call, and of which documents it was compiled.
 *
 * <p>A tenant is taken over from before if its document is equal, and so are those of the policy and of all products, as its keys
 * refer to what was compiled of them. One with hosts of its own is compiled anew, as these are the services'. Documents of tenants are
 * forgotten where memory runs short; then all is compiled, and of that what is new is kept.
 *
 * @param documents of which documents, by the names of tenants
 * @param byName the keys of each tenant
 * @param keys all of them
 */
record CompiledTenancy(
        CompiledPolicy policy,
        CompiledPackages packages,
        SoftReference<Map<String, TenantDocument>> documents,
        Map<String, List<ApiKey>> byName,
        ApiKeys keys) {

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
        Map<String, TenantDocument> known = before != null && stays ? before.documents.get() : null;
        var byName = new HashMap<String, List<ApiKey>>(documents.tenants().size() * 2);
        var all = new ArrayList<ApiKey>();
        documents.tenants().forEach((name, document) -> {
            CooperativeYield.giveWay();
            List<ApiKey> keys = before == null ? List.of() : before.byName.getOrDefault(name, List.of());
            if (known == null || !document.equals(known.get(name)) || own.areOf(name)) {
                keys = tenants.compile(name, document, keys);
            }
            byName.put(name, keys);
            all.addAll(keys);
        });
        return new CompiledTenancy(
                policy, packages, new SoftReference<>(documents.tenants()), byName, new ApiKeys(all));
    }
}
