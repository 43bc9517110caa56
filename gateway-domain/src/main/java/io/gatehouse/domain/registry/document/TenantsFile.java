package io.gatehouse.domain.registry.document;

import io.gatehouse.domain.document.Described;
import io.gatehouse.domain.document.Keys;
import io.gatehouse.domain.document.OrderedMap;
import java.util.Map;

/** A file of tenants, for the JSON Schema that editors use. */
public record TenantsFile(
        @Described("The tenants by name.") @Keys(value = Name.FORM, expected = Name.EXPECTED)
        Map<String, TenantDocument> tenants) {

    public TenantsFile {
        tenants = OrderedMap.copyOf(tenants);
    }
}
