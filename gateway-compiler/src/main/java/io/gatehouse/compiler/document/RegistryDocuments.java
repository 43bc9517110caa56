package io.gatehouse.compiler.document;

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
}
