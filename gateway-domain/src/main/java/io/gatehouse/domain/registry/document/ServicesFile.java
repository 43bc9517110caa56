package io.gatehouse.domain.registry.document;

import io.gatehouse.domain.document.Described;
import io.gatehouse.domain.document.Keys;
import io.gatehouse.domain.document.OrderedMap;
import java.util.Map;

/** A file of services, for the JSON Schema that editors use. */
public record ServicesFile(
        @Described("The services by name.") @Keys(value = Name.FORM, expected = Name.EXPECTED)
        Map<String, ServiceDocument> services) {

    public ServicesFile {
        services = OrderedMap.copyOf(services);
    }
}
