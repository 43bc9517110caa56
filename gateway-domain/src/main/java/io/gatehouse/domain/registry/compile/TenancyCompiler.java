package io.gatehouse.domain.registry.compile;

import io.gatehouse.domain.document.Setting;
import io.gatehouse.domain.identity.TokenIssuer;
import io.gatehouse.domain.registry.document.ApplicationDocument;
import io.gatehouse.domain.registry.document.PackageReference;
import io.gatehouse.domain.registry.document.TenantDocument;
import io.gatehouse.domain.registry.document.TokenDocument;
import io.gatehouse.domain.tenancy.ApiKey;
import io.gatehouse.domain.tenancy.Application;
import io.gatehouse.domain.tenancy.Tenant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Compiles tenants with their applications and keys. */
final class TenancyCompiler {

    private final CompiledPackages packages;
    private final @Nullable TokenIssuer gatewayIssuer;
    private final KeyCompiler keyCompiler;

    TenancyCompiler(CompiledPackages packages, @Nullable TokenIssuer gatewayIssuer, KeyCompiler keyCompiler) {
        this.packages = packages;
        this.gatewayIssuer = gatewayIssuer;
        this.keyCompiler = keyCompiler;
    }

    /** The keys of a tenant. */
    List<ApiKey> compile(String name, TenantDocument document) {
        var tenant = new Tenant(
                name,
                document.name(),
                document.id() == null ? name : document.id(),
                issuer(name, document.token()),
                MaintenanceCompiler.compile(document.maintenance()),
                document.origin());
        var keys = new ArrayList<ApiKey>();
        document.applications().forEach((application, inner) -> application(application, tenant, inner, keys));
        return List.copyOf(keys);
    }

    private @Nullable TokenIssuer issuer(String tenant, Setting<TokenDocument> token) {
        if (token instanceof Setting.Value<TokenDocument> own) {
            return IssuerCompiler.compile(own.value(), "tenant/" + tenant);
        }
        return token instanceof Setting.Absent<TokenDocument> ? gatewayIssuer : null;
    }

    private void application(String name, Tenant tenant, ApplicationDocument document, List<ApiKey> keys) {
        PackageReference reference = document.packageReference().value();
        var application = new Application(
                name,
                tenant,
                reference.product(),
                reference.packageName(),
                AclCompiler.compile(document.acl()),
                packages.permittedBy(reference),
                document.origin());
        document.keys().forEach((key, inner) -> keys.add(keyCompiler.compile(key, application, inner)));
    }
}
