package io.gatehouse.domain.registry.compile;

import io.gatehouse.domain.access.Acl;
import io.gatehouse.domain.document.Setting;
import io.gatehouse.domain.identity.TokenIssuer;
import io.gatehouse.domain.registry.document.ApplicationDocument;
import io.gatehouse.domain.registry.document.PackageReference;
import io.gatehouse.domain.registry.document.ProductDocument;
import io.gatehouse.domain.registry.document.RegistryDocuments;
import io.gatehouse.domain.registry.document.TenantDocument;
import io.gatehouse.domain.registry.document.TokenDocument;
import io.gatehouse.domain.tenancy.ApiKey;
import io.gatehouse.domain.tenancy.Application;
import io.gatehouse.domain.tenancy.Keys;
import io.gatehouse.domain.tenancy.Tenant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Compiles tenants with their applications and keys. What a package permits is compiled once and shared. */
final class TenancyCompiler {

    private final Map<PackageReference, Acl> packages = new HashMap<>();
    private final List<ApiKey> keys = new ArrayList<>();
    private final @Nullable TokenIssuer gatewayIssuer;
    private final KeyCompiler keyCompiler;

    private TenancyCompiler(@Nullable TokenIssuer gatewayIssuer, KeyCompiler keyCompiler) {
        this.gatewayIssuer = gatewayIssuer;
        this.keyCompiler = keyCompiler;
    }

    static Keys compile(RegistryDocuments documents, @Nullable TokenIssuer gatewayIssuer, KeyCompiler keyCompiler) {
        var compiler = new TenancyCompiler(gatewayIssuer, keyCompiler);
        documents.products().forEach(compiler::product);
        documents.tenants().forEach(compiler::tenant);
        return new Keys(compiler.keys);
    }

    private void product(String name, ProductDocument document) {
        document.packages()
                .forEach((packageName, permitted) ->
                        packages.put(new PackageReference(name, packageName), AclCompiler.compile(permitted.acl())));
    }

    private void tenant(String name, TenantDocument document) {
        var tenant = new Tenant(
                name,
                document.name(),
                document.id() == null ? name : document.id(),
                issuer(name, document.token()),
                MaintenanceCompiler.compile(document.maintenance()),
                document.origin());
        document.applications().forEach((application, inner) -> application(application, tenant, inner));
    }

    private @Nullable TokenIssuer issuer(String tenant, Setting<TokenDocument> token) {
        if (token instanceof Setting.Value<TokenDocument> own) {
            return IssuerCompiler.compile(own.value(), "tenant/" + tenant);
        }
        return token instanceof Setting.Absent<TokenDocument> ? gatewayIssuer : null;
    }

    private void application(String name, Tenant tenant, ApplicationDocument document) {
        PackageReference reference = document.packageReference().value();
        var application = new Application(
                name,
                tenant,
                reference.product(),
                reference.packageName(),
                AclCompiler.compile(document.acl()),
                packages.getOrDefault(reference, Acl.NOTHING),
                document.origin());
        document.keys().forEach((key, inner) -> keys.add(keyCompiler.compile(key, application, inner)));
    }
}
