package io.gatehouse.app.configuration;

import io.gatehouse.compiler.document.PolicyDocument;
import io.gatehouse.compiler.document.RegistryDocuments.ProductsFile;
import io.gatehouse.compiler.document.RegistryDocuments.ServicesFile;
import io.gatehouse.compiler.document.RegistryDocuments.TenantsFile;
import io.gatehouse.configuration.ExtensionTypes;
import io.gatehouse.configuration.JsonSchema;
import io.gatehouse.plugin.AdapterModule;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A file that operators write and a JSON schema describes. */
public enum DescribedFile {
    GATEWAY(GatewayConfiguration.class, "the configuration of the process (gateway.yml)"),
    SERVICES(ServicesFile.class, "services (registry/services.yml)"),
    PRODUCTS(ProductsFile.class, "products (registry/products.yml)"),
    TENANTS(TenantsFile.class, "tenants (registry/tenants.yml)"),
    POLICY(PolicyDocument.class, "the policy of the gateway (registry/gateway.yml)");

    private final Class<? extends Record> type;
    private final String what;

    DescribedFile(Class<? extends Record> type, String what) {
        this.type = type;
        this.what = what;
    }

    /** What it may hold with these adapters, as maps and lists. */
    public Map<String, Object> schema(List<AdapterModule> adapters) {
        ExtensionTypes extensions =
                this == GATEWAY ? BundledAdapters.types(adapters) : BundledAdapters.registryTypes(adapters);
        return JsonSchema.of(type, "Gatehouse: " + what, extensions);
    }

    /** Its name, as commands take it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
