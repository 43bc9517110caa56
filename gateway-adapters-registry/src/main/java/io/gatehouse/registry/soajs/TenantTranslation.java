package io.gatehouse.registry.soajs;

import io.gatehouse.registry.soajs.FactsOfInstallation.KeyOwner;
import io.gatehouse.registry.soajs.installation.InstallationFacts.TenantFacts;
import io.gatehouse.registry.yaml.MappingBuilder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tenants with their applications. */
record TenantTranslation(
        PackageTranslation packages,
        AccessRules rules,
        TokenSettings tokens,
        KeyTranslation keys,
        EnvironmentSettings environment,
        @Nullable String network,
        FactsOfInstallation facts,
        MappingBuilder tenants) {

    void add(Fields tenant) {
        String code = tenant.demanded("code");
        if (code == null) {
            return;
        }
        String name = tenant.text("name");
        var translated = new MappingBuilder(tenant.origin())
                .text("name", name == null || name.isEmpty() ? code : name)
                .text("id", tenant.text("_id"));
        tokens.add(tenant, code, translated);
        TenantFacts known = facts.tenant(tenant, code);
        var applications = new MappingBuilder(tenant.origin());
        List<Fields> all = tenant.objects("applications");
        for (int i = 0; i < all.size(); i++) {
            Fields application = all.get(i);
            String id = application.text("appId");
            String called = id == null || id.isEmpty() ? "application-" + (i + 1) : id;
            String wanted = application.demanded("package");
            if (wanted != null) {
                byPackage(application, wanted).forEach((packageName, ofIt) -> {
                    String variant = packageName.equals(wanted) ? called : called + "-" + packageName;
                    MappingBuilder own = application(application, variant, packageName, ofIt, known);
                    if (own != null) {
                        applications.put(variant, own);
                    }
                });
            }
        }
        tenants.put(code, translated.put("applications", applications));
    }

    /** The keys of an application by the package that counts for them; those of another one than its own are an application here. */
    private Map<String, List<Fields>> byPackage(Fields application, String wanted) {
        Map<String, List<Fields>> keys = new LinkedHashMap<>();
        keys.put(wanted, new ArrayList<>());
        for (Fields key : application.objects("keys")) {
            String other = NetworkPackages.of(key, application.text("product"), network, environment)
                    .application();
            keys.computeIfAbsent(other == null ? wanted : other, name -> new ArrayList<>())
                    .add(key);
        }
        return keys;
    }

    private @Nullable MappingBuilder application(
            Fields application, String called, String packageName, List<Fields> own, TenantFacts tenant) {
        String product = application.text("product");
        String reference = packages.reference(product, packageName);
        if (reference == null) {
            application.notice("package", "no product has the package " + packageName, "its keys are not known");
            return null;
        }
        Fields acl = application.object("acl");
        var named = new MappingBuilder(application.origin());
        var owner = new KeyOwner(tenant, application, called, packageName, reference);
        own.forEach(key -> keys.add(
                key,
                owner,
                NetworkPackages.of(key, product, network, environment).users(),
                named));
        return new MappingBuilder(application.origin())
                .text("package", reference)
                .put("acl", acl == null ? null : rules.ofApplication(VersionRule.ofEnvironment(acl, environment)))
                .put("keys", named);
    }
}
