package io.gatehouse.domain.registry.document;

import io.gatehouse.domain.document.Described;
import io.gatehouse.domain.document.OrderedMap;
import io.gatehouse.domain.document.Origin;
import io.gatehouse.domain.document.Remaining;
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
