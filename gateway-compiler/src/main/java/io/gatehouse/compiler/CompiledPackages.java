package io.gatehouse.compiler;

import io.gatehouse.compiler.document.ProductDocument;
import io.gatehouse.compiler.document.ProductDocument.PackageDocument;
import io.gatehouse.compiler.document.ProductDocument.PackageReference;
import io.gatehouse.domain.access.Acl;
import io.gatehouse.domain.tenancy.Priority;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What each package permits, compiled once and shared by all who bought it, and of which documents. */
record CompiledPackages(Map<String, ProductDocument> products, Map<PackageReference, Acl> permitted) {

    /** Compiles, unless the documents are equal to those before. */
    static CompiledPackages of(Map<String, ProductDocument> products, @Nullable CompiledPackages before) {
        if (before != null && before.products.equals(products)) {
            return before;
        }
        var permitted = new HashMap<PackageReference, Acl>();
        products.forEach((product, document) -> document.packages()
                .forEach((name, bought) ->
                        permitted.put(new PackageReference(product, name), AclCompiler.compile(bought.acl()))));
        return new CompiledPackages(products, permitted);
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
