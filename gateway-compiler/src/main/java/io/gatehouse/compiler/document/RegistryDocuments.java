package io.gatehouse.compiler.document;

import io.gatehouse.configuration.Described;
import io.gatehouse.configuration.KeyPattern;
import io.gatehouse.configuration.OrderedMap;
import java.util.Map;

/**
 * The whole registry as it is written, bound and checked. Immutable.
 *
 * @param services by name
 * @param products by name
 * @param tenants by name
 * @param policy what holds for the whole gateway
 */
public record RegistryDocuments(
        Map<String, ServiceDocument> services,
        Map<String, ProductDocument> products,
        Map<String, TenantDocument> tenants,
        PolicyDocument policy) {

    public RegistryDocuments {
        services = OrderedMap.copyOf(services);
        products = OrderedMap.copyOf(products);
        tenants = OrderedMap.copyOf(tenants);
    }

    /** A file of services, for the JSON Schema that editors use. */
    public record ServicesFile(
            @Described("The services by name.") @KeyPattern(value = NameForms.NAME, expected = NameForms.NAME_EXPECTED)
            Map<String, ServiceDocument> services) {

        public ServicesFile {
            services = OrderedMap.copyOf(services);
        }
    }

    /** A file of products, for the JSON Schema that editors use. */
    public record ProductsFile(
            @Described("The products by name.") @KeyPattern(value = NameForms.NAME, expected = NameForms.NAME_EXPECTED)
            Map<String, ProductDocument> products) {

        public ProductsFile {
            products = OrderedMap.copyOf(products);
        }
    }

    /** A file of tenants, for the JSON Schema that editors use. */
    public record TenantsFile(
            @Described("The tenants by name.") @KeyPattern(value = NameForms.NAME, expected = NameForms.NAME_EXPECTED)
            Map<String, TenantDocument> tenants) {

        public TenantsFile {
            tenants = OrderedMap.copyOf(tenants);
        }
    }
}
