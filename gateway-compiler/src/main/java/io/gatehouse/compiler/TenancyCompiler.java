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
import java.util.stream.IntStream;
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

    /** The keys of a tenant, which had these before: one that is what it was is the same object. */
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
                    .forEach((key, written) -> keys.add(kept(
                            keyCompiler.compile(key, application, acl, quotas, observed, maintenance, written),
                            keys.size() < before.size() ? before.get(keys.size()) : null)));
        });
        return areSame(keys, before) ? before : List.copyOf(keys);
    }

    @SuppressWarnings("ReferenceEquality")
    private static boolean areSame(List<ApiKey> keys, List<ApiKey> before) {
        return keys.size() == before.size()
                && IntStream.range(0, keys.size()).allMatch(i -> keys.get(i) == before.get(i));
    }

    /** Rules are known by the very objects that say where they are written, and hosts belong to their services: these are never those of before. */
    @SuppressWarnings("ReferenceEquality")
    private static ApiKey kept(ApiKey compiled, @Nullable ApiKey before) {
        return before != null
                        && before.acl() == compiled.acl()
                        && compiled.hosts().isEmpty()
                        && before.equals(compiled)
                ? before
                : compiled;
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
