package io.gatehouse.registry.soajs;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tenants with their applications. */
final class TenantTranslation {

    private final PackageTranslation packages;
    private final AccessRules rules;
    private final TokenSettings tokens;
    private final KeyTranslation keys;
    private final EnvironmentSettings environment;
    private final MappingBuilder tenants;

    TenantTranslation(
            PackageTranslation packages,
            AccessRules rules,
            TokenSettings tokens,
            KeyTranslation keys,
            EnvironmentSettings environment,
            MappingBuilder tenants) {
        this.packages = packages;
        this.rules = rules;
        this.tokens = tokens;
        this.keys = keys;
        this.environment = environment;
        this.tenants = tenants;
    }

    void add(Fields tenant) {
        String code = tenant.demanded("code");
        if (code == null) {
            return;
        }
        String name = tenant.text("name");
        var branch = new MappingBuilder(tenant.origin()).text("name", name == null || name.isEmpty() ? code : name);
        String known = tenant.text("_id");
        if (known != null) {
            branch.text("id", known);
        }
        tokens.add(tenant, branch);
        var applications = new MappingBuilder(tenant.origin());
        List<Fields> all = tenant.objects("applications");
        for (int i = 0; i < all.size(); i++) {
            Fields application = all.get(i);
            MappingBuilder translated = application(application);
            if (translated != null) {
                String id = application.text("appId");
                applications.put(id == null || id.isEmpty() ? "application-" + (i + 1) : id, translated);
            }
        }
        tenants.put(code, branch.put("applications", applications));
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
        var branch = new MappingBuilder(application.origin()).text("package", reference);
        Fields acl = application.object("acl");
        MappingBuilder own = acl == null ? null : rules.ofApplication(RuleForm.ofEnvironment(acl, environment));
        if (own != null) {
            branch.put("acl", own);
        }
        var named = new MappingBuilder(application.origin());
        application.objects("keys").forEach(key -> keys.add(key, named));
        return branch.put("keys", named);
    }
}
