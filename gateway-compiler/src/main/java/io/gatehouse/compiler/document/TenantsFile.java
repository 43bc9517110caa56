package io.gatehouse.compiler.document;

import io.gatehouse.configuration.Described;
import io.gatehouse.configuration.KeyPattern;
import io.gatehouse.configuration.OrderedMap;
import java.util.Map;

/** A file of tenants, for the JSON Schema that editors use. */
public record TenantsFile(
        @Described("The tenants by name.") @KeyPattern(value = Name.FORM, expected = Name.EXPECTED)
        Map<String, TenantDocument> tenants) {

    public TenantsFile {
        tenants = OrderedMap.copyOf(tenants);
    }
}
