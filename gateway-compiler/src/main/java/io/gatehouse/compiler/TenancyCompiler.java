package io.gatehouse.compiler;

import io.gatehouse.compiler.document.ProductDocument.PackageReference;
import io.gatehouse.compiler.document.TenantDocument;
import io.gatehouse.compiler.document.TokenDocument;
import io.gatehouse.configuration.Setting;
import io.gatehouse.domain.access.Acl;
import io.gatehouse.domain.identity.DeclaredIssuer;
import io.gatehouse.domain.maintenance.Maintenance;
import io.gatehouse.domain.observation.Observation;
import io.gatehouse.domain.quota.Quotas;
import io.gatehouse.domain.tenancy.ApiKey;
import io.gatehouse.domain.tenancy.Application;
import io.gatehouse.domain.tenancy.Tenant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Compiles tenants with their applications and keys. */
final class TenancyCompiler {

    private final CompiledPackages packages;
    private final @Nullable DeclaredIssuer gatewayIssuer;
    private final KeyCompiler keyCompiler;

    TenancyCompiler(CompiledPackages packages, @Nullable DeclaredIssuer gatewayIssuer, KeyCompiler keyCompiler) {
        this.packages = packages;
        this.gatewayIssuer = gatewayIssuer;
        this.keyCompiler = keyCompiler;
    }

    /** The keys of a tenant, which had these before. */
    List<ApiKey> compile(String name, TenantDocument document, List<ApiKey> before) {
        var tenant = new Tenant(
                name,
                document.name(),
                document.id() == null ? name : document.id(),
                issuer(name, document.token(), before),
                document.origin());
        Maintenance maintenance = PolicyCompiler.maintenance(document.maintenance());
        var keys = new ArrayList<ApiKey>();
        document.applications().forEach((called, inner) -> {
            PackageReference reference = inner.packageReference().value();
            var application = new Application(
                    called,
                    tenant,
                    reference.product(),
                    reference.packageName(),
                    packages.priority(reference),
                    inner.origin());
            Acl acl = AclCompiler.compile(inner.acl(), packages.permittedBy(reference));
            Quotas quotas = packages.quotas(reference);
            Observation observed = packages.observation(reference);
            inner.keys()
                    .forEach((key, written) -> keys.add(
                            keyCompiler.compile(key, application, acl, quotas, observed, maintenance, written)));
        });
        return List.copyOf(keys);
    }

    private @Nullable DeclaredIssuer issuer(String tenant, Setting<TokenDocument> token, List<ApiKey> before) {
        if (token instanceof Setting.Value<TokenDocument> own) {
            DeclaredIssuer known = before.isEmpty()
                    ? null
                    : before.get(0).application().tenant().issuer();
            return IssuerCompiler.compile(own.value(), "tenant/" + tenant, known);
        }
        return token instanceof Setting.Absent<TokenDocument> ? gatewayIssuer : null;
    }
}
