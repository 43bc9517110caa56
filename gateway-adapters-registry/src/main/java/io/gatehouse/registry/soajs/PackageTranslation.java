package io.gatehouse.registry.soajs;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Products with their packages: written out where they are granular or of an old form, else by the scope of the product. */
final class PackageTranslation {

    private static final String GRANULAR = "granular";

    private final AccessRules rules;
    private final EnvironmentSettings environment;
    private final MappingBuilder products;
    private final Map<String, Map<String, String>> references = new HashMap<>();

    PackageTranslation(AccessRules rules, EnvironmentSettings environment, MappingBuilder products) {
        this.rules = rules;
        this.environment = environment;
        this.products = products;
    }

    void add(Fields product, TranslationFindings findings) {
        String code = product.demanded("code");
        if (code == null) {
            return;
        }
        Fields scope = product.raw("scope") == null
                ? null
                : product.objectOrEmpty("scope").objectOrEmpty("acl");
        var packages = new MappingBuilder(product.origin());
        for (Fields sold : product.objects("packages")) {
            String name = sold.demanded("code");
            if (name != null) {
                packages.put(
                        name,
                        new MappingBuilder(product.origin())
                                .put("acl", rules.ofPackage(sold, acl(sold, scope, findings))));
                references.computeIfAbsent(name, n -> new LinkedHashMap<>()).put(code, code + "/" + name);
            }
        }
        products.put(code, new MappingBuilder(product.origin()).put("packages", packages));
    }

    /**
     * The package that an application has: SOAJS looks for its code in all products.
     *
     * @param product where it is looked for first
     * @return such as {@code SHOP/SHOP_BASIC}; null if there is none
     */
    @Nullable
    String reference(@Nullable String product, String name) {
        Map<String, String> products = references.get(name);
        if (products == null) {
            return null;
        }
        String own = product == null ? null : products.get(product);
        return own == null ? products.values().iterator().next() : own;
    }

    private @Nullable Fields acl(Fields sold, @Nullable Fields scope, TranslationFindings findings) {
        Fields acl = sold.object("acl");
        if (acl == null) {
            return null;
        }
        if (scope == null || GRANULAR.equals(sold.text("aclType"))) {
            return RuleForm.ofEnvironment(acl, environment);
        }
        Fields bought = ofEnvironment(acl);
        Fields there = ofEnvironment(scope);
        return bought == null || there == null
                ? null
                : new Fields(ScopeExpansion.expand(there, bought), acl.origin(), bought.path(), findings);
    }

    private @Nullable Fields ofEnvironment(Fields acl) {
        return acl.names().stream()
                .filter(environment::is)
                .findFirst()
                .map(acl::object)
                .orElse(null);
    }
}
