package io.gatehouse.registry.soajs;

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
        tokens.add(tenant, translated);
        var applications = new MappingBuilder(tenant.origin());
        List<Fields> all = tenant.objects("applications");
        for (int i = 0; i < all.size(); i++) {
            Fields application = all.get(i);
            MappingBuilder own = application(application);
            if (own != null) {
                String id = application.text("appId");
                applications.put(id == null || id.isEmpty() ? "application-" + (i + 1) : id, own);
            }
        }
        tenants.put(code, translated.put("applications", applications));
    }

    private @Nullable MappingBuilder application(Fields application) {
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
        application.objects("keys").forEach(key -> keys.add(key, named));
        return new MappingBuilder(application.origin())
                .text("package", reference)
                .put("acl", acl == null ? null : rules.ofApplication(VersionRule.ofEnvironment(acl, environment)))
                .put("keys", named);
    }
}
