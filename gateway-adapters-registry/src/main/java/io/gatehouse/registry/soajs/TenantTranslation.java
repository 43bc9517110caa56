package io.gatehouse.registry.soajs;

import io.gatehouse.registry.soajs.FactsOfInstallation.KeyOwner;
import io.gatehouse.registry.soajs.installation.InstallationFacts.TenantFacts;
import io.gatehouse.registry.yaml.MappingBuilder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tenants with their applications. */
record TenantTranslation(
        PackageTranslation packages,
        AccessRules rules,
        TokenSettings tokens,
        KeyTranslation keys,
        EnvironmentSettings environment,
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
            MappingBuilder own = application(application, called, known);
            if (own != null) {
                applications.put(called, own);
            }
        }
        tenants.put(code, translated.put("applications", applications));
    }

    private @Nullable MappingBuilder application(Fields application, String called, TenantFacts tenant) {
        String wanted = application.demanded("package");
        String product = application.text("product");
        if (wanted == null) {
            return null;
        }
        String reference = packages.reference(product, wanted);
        if (reference == null) {
            application.notice(
                    "package", "no product has the package " + wanted, "the application's keys are not known");
            return null;
        }
        Fields acl = application.object("acl");
        var named = new MappingBuilder(application.origin());
        var owner = new KeyOwner(tenant, application, called, reference);
        application.objects("keys").forEach(key -> keys.add(key, owner, named));
        return new MappingBuilder(application.origin())
                .text("package", reference)
                .put("acl", acl == null ? null : rules.ofApplication(VersionRule.ofEnvironment(acl, environment)))
                .put("keys", named);
    }
}
