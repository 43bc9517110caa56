package io.gatehouse.compiler.document;

import io.gatehouse.configuration.Problems;
import io.gatehouse.configuration.Suggestion;
import java.util.ArrayList;
import java.util.List;

/** An application may only have a package that a product has. */
final class PackagesExist implements DocumentRule {

    @Override
    public void check(BoundRegistry bound, Problems problems) {
        bound.documents()
                .tenants()
                .forEach((tenant, document) -> document.applications().forEach((name, application) -> {
                    PackageReference wanted = application.packageReference().value();
                    ProductDocument product = bound.documents().products().get(wanted.product());
                    boolean known = product == null
                            ? bound.declaresProduct(wanted.product())
                            : product.packages().containsKey(wanted.packageName());
                    if (!known) {
                        List<String> all = packages(bound.documents());
                        problems.add(
                                application.packageReference().origin(),
                                "tenants." + tenant + ".applications." + name + ".package",
                                '"' + wanted.toString() + '"',
                                "one of " + Choices.of(all) + Suggestion.hint(wanted.toString(), all));
                    }
                }));
    }

    private static List<String> packages(RegistryDocuments documents) {
        List<String> names = new ArrayList<>();
        documents
                .products()
                .forEach((product, document) ->
                        document.packages().keySet().forEach(name -> names.add(product + "/" + name)));
        return names;
    }
}
