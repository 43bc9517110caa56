package io.gatehouse.compiler;

import io.gatehouse.compiler.document.ProductDocument;
import io.gatehouse.compiler.document.ProductDocument.PackageDocument;
import io.gatehouse.compiler.document.ProductDocument.PackageReference;
import io.gatehouse.domain.access.Acl;
import io.gatehouse.domain.access.Packages;
import io.gatehouse.domain.observation.Observation;
import io.gatehouse.domain.quota.Quotas;
import io.gatehouse.domain.tenancy.Priority;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What each package permits, and how much, compiled once and shared by all who bought it.
 *
 * @param products of which documents
 * @param compiler by whose strategies
 * @param limited what packages say of throttling, of those that do
 * @param watched what packages say of checks that are only observed, of those that do
 * @param all what they permit, for users who have packages of their own
 */
record CompiledPackages(
        Map<String, ProductDocument> products,
        QuotaCompiler compiler,
        Map<PackageReference, Acl> permitted,
        Map<PackageReference, Quotas> limited,
        Map<PackageReference, Observation> watched,
        Packages all) {

    /** Compiles, unless documents and strategies are those before. */
    static CompiledPackages of(
            Map<String, ProductDocument> products, QuotaCompiler compiler, @Nullable CompiledPackages before) {
        if (before != null && before.compiler == compiler && before.products.equals(products)) {
            return before;
        }
        var permitted = new HashMap<PackageReference, Acl>();
        var limited = new HashMap<PackageReference, Quotas>();
        var watched = new HashMap<PackageReference, Observation>();
        products.forEach((product, document) -> document.packages().forEach((name, bought) -> {
            var reference = new PackageReference(product, name);
            permitted.put(reference, AclCompiler.compile(bought.acl()));
            if (bought.throttling() != null) {
                limited.put(reference, compiler.ofPackage(reference, bought.throttling()));
            }
            Observation observation = PolicyCompiler.observation(bought.observe());
            if (observation != null) {
                watched.put(reference, observation);
            }
        }));
        var all = new HashMap<String, Acl>();
        permitted.forEach((reference, acl) -> all.put(reference.toString(), acl));
        return new CompiledPackages(products, compiler, permitted, limited, watched, new Packages(all));
    }

    Quotas quotas(PackageReference reference) {
        return limited.getOrDefault(reference, Quotas.NONE);
    }

    @Nullable
    Observation observation(PackageReference reference) {
        return watched.get(reference);
    }

    Priority priority(PackageReference reference) {
        ProductDocument product = products.get(reference.product());
        PackageDocument bought = product == null ? null : product.packages().get(reference.packageName());
        return bought == null ? Priority.NORMAL : bought.priority();
    }

    Acl permittedBy(PackageReference reference) {
        return permitted.getOrDefault(reference, Acl.NOTHING);
    }
}
