package io.gatehouse.compiler.document;

import io.gatehouse.configuration.Described;
import io.gatehouse.configuration.OrderedMap;
import io.gatehouse.configuration.Origin;
import io.gatehouse.configuration.Remaining;
import java.util.Map;

/** Access rules by the name of the service. A service without an entry is refused. */
public record AclDocument(
        @Described("The rules for one service.") @Remaining(value = Name.FORM, expected = "the name of a service")
        Map<String, ServiceAclDocument> services,

        Origin origin) {

    public AclDocument {
        services = OrderedMap.copyOf(services);
    }
}
