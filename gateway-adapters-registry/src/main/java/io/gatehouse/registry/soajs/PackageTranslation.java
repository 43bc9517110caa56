package io.gatehouse.registry.soajs;

import io.gatehouse.registry.soajs.Fields.TranslationFindings;
import io.gatehouse.registry.soajs.Fields.Versions;
import io.gatehouse.registry.yaml.MappingBuilder;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Products with their packages: written out where they are granular or of an old form, else by the scope of the product. */
final class PackageTranslation {

    private static final String GRANULAR = "granular";

    private final AccessRules rules;
    private final EnvironmentSettings environment;
    private final FactsOfInstallation facts;
    private final MappingBuilder products;
    private final Map<String, Map<String, String>> references = new HashMap<>();

    PackageTranslation(
            AccessRules rules, EnvironmentSettings environment, FactsOfInstallation facts, MappingBuilder products) {
        this.facts = facts;
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
                facts.packageOf(code + "/" + name, byEnvironment(sold, product));
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
        if (scope == null || isGranular(sold, environment.code())) {
            return VersionRule.ofEnvironment(acl, environment);
        }
        Fields bought = environment.own(acl);
        Fields there = environment.own(scope);
        return bought == null || there == null
                ? null
                : new Fields(ScopeExpansion.expand(there, bought), acl.origin(), bought.path(), findings);
    }

    private static boolean isGranular(Fields sold, String environment) {
        Object own = sold.raw("aclTypeByEnv") instanceof Map<?, ?> byEnvironment
                ? byEnvironment.get(environment.toLowerCase(Locale.ROOT))
                : null;
        return GRANULAR.equals(own) || GRANULAR.equals(sold.raw("aclType"));
    }

    /** What the package permits in each environment, as services are told it; mistakes elsewhere are none of ours. */
    private static @Nullable Map<String, Object> byEnvironment(Fields sold, Fields product) {
        if (!(sold.raw("acl") instanceof Map<?, ?> acl)) {
            return null;
        }
        var elsewhere = new TranslationFindings();
        Map<?, ?> scope = product.raw("scope") instanceof Map<?, ?> whole && whole.get("acl") instanceof Map<?, ?> all
                ? all
                : null;
        var told = new LinkedHashMap<String, Object>();
        acl.forEach((environment, bought) -> {
            String name = String.valueOf(environment);
            if (scope != null && bought instanceof Map<?, ?> groups && !isGranular(sold, name)) {
                Object there = scope.get(environment);
                told.put(
                        name,
                        ScopeExpansion.expand(
                                new Fields(
                                        there instanceof Map<?, ?> map ? map : Map.of(), sold.origin(), "", elsewhere),
                                new Fields(groups, sold.origin(), "", elsewhere)));
            } else if (bought != null) {
                told.put(name, bought);
            }
        });
        return told;
    }

    /**
     * Spells out a package that names groups of APIs, from the scope of its product: service by service, the access of the scope with
     * the APIs of the groups that the package names for each method. A package that names none of the scope's methods has all.
     */
    private static final class ScopeExpansion {

        private static final String VERSION = "version";
        private static final String GROUP = "group";
        private static final String FOR_PACKAGES = "packagesPermission";

        private ScopeExpansion() {}

        /** The rules that the package would have if it were written out; rules by service, both sides of one environment. */
        static Map<String, Object> expand(Fields scope, Fields bought) {
            var rules = new LinkedHashMap<String, Object>();
            for (String service : bought.names()) {
                Fields there = scope.object(service);
                if (there != null && bought.raw(service) != null) {
                    rules.put(service, service(there, bought.objects(service)));
                }
            }
            return rules;
        }

        private static Map<String, Object> service(Fields scope, List<Fields> bought) {
            Map<String, Object> versions = new LinkedHashMap<>();
            for (Fields wanted : bought) {
                Object version = wanted.raw(VERSION);
                if (version == null || version.equals("")) {
                    versions = rule(scope, wanted);
                    continue;
                }
                Fields there = version(scope, wanted);
                if (there != null) {
                    versions.put(String.valueOf(Versions.of(version)), rule(there, wanted));
                }
            }
            return versions;
        }

        private static @Nullable Fields version(Fields scope, Fields wanted) {
            var number = Versions.of(wanted.raw(VERSION));
            if (number == null) {
                return wanted.wrong(VERSION, "a version such as 1 or 1.2");
            }
            return scope.names().stream()
                    .filter(name -> number.equals(Versions.of(name)))
                    .findFirst()
                    .map(scope::object)
                    .orElse(null);
        }

        private static Map<String, Object> rule(Fields scope, Fields wanted) {
            var rule = new LinkedHashMap<String, Object>();
            if (scope.has(VersionRule.ACCESS)) {
                rule.put(VersionRule.ACCESS, scope.raw(VersionRule.ACCESS));
            }
            String permission = scope.has(VersionRule.PERMISSION) ? VersionRule.PERMISSION : FOR_PACKAGES;
            if (scope.has(permission)) {
                rule.put(VersionRule.PERMISSION, scope.raw(permission));
            }
            boolean named = false;
            for (String method : VersionRule.METHODS) {
                List<String> groups = scope.raw(method) == null ? null : wanted.texts(method);
                if (groups != null) {
                    named = true;
                    rule.put(method, groups(scope.objects(method), groups));
                }
            }
            if (!named) {
                for (String method : VersionRule.METHODS) {
                    if (scope.raw(method) != null) {
                        rule.put(method, all(scope.objects(method)));
                    }
                }
            }
            return rule;
        }

        private static Map<String, Object> groups(List<Fields> scope, List<String> names) {
            var method = new LinkedHashMap<String, Object>();
            for (String name : names) {
                scope.stream()
                        .filter(group -> name.equals(group.text(GROUP)))
                        .findFirst()
                        .ifPresent(group -> merge(group, method));
            }
            return method;
        }

        private static Map<String, Object> all(List<Fields> scope) {
            var method = new LinkedHashMap<String, Object>();
            scope.forEach(group -> merge(group, method));
            return method;
        }

        private static void merge(Fields group, Map<String, Object> method) {
            merge(group, VersionRule.APIS, method);
            merge(group, VersionRule.EXPRESSIONS, method);
        }

        private static void merge(Fields group, String field, Map<String, Object> method) {
            Fields listed = group.object(field);
            if (listed == null) {
                return;
            }
            var merged = new LinkedHashMap<String, @Nullable Object>();
            if (method.get(field) instanceof Map<?, ?> before) {
                before.forEach((path, api) -> merged.put(String.valueOf(path), api));
            }
            listed.names().forEach(path -> merged.put(path, listed.raw(path)));
            method.put(field, merged);
        }
    }
}
