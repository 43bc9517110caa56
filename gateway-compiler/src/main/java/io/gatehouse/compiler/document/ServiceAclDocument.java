package io.gatehouse.compiler.document;

import io.gatehouse.configuration.Described;
import io.gatehouse.configuration.OrderedMap;
import io.gatehouse.configuration.Origin;
import io.gatehouse.configuration.Remaining;
import io.gatehouse.domain.service.VersionNumber;
import java.util.Map;

/** Access rules of one service, by version. A version without an entry is refused. */
public record ServiceAclDocument(
        @Described("The rules for one version.") @Remaining(value = "[0-9]+(\\.[0-9]+){0,2}", expected = "a version")
        Map<VersionNumber, VersionAclDocument> versions,

        Origin origin) {

    public ServiceAclDocument {
        versions = OrderedMap.copyOf(versions);
    }
}
