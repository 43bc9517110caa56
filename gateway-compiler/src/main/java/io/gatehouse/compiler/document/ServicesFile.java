package io.gatehouse.compiler.document;

import io.gatehouse.configuration.Described;
import io.gatehouse.configuration.KeyPattern;
import io.gatehouse.configuration.OrderedMap;
import java.util.Map;

/** A file of services, for the JSON Schema that editors use. */
public record ServicesFile(
        @Described("The services by name.") @KeyPattern(value = Name.FORM, expected = Name.EXPECTED)
        Map<String, ServiceDocument> services) {

    public ServicesFile {
        services = OrderedMap.copyOf(services);
    }
}
